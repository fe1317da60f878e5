-- MLPerf's BERT at 99% accuracy both run at 8 bits.
SELECT * FROM h100_over_a100('bert-99', 'MLPerf BERT at 99% accuracy, 8 bits on both')
