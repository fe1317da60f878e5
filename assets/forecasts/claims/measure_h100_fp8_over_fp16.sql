-- In MLPerf's BERT at 99.9% accuracy an A100 needs 16 bits and an H100 does with 8 (FP8).
SELECT * FROM h100_over_a100('bert-99.9', 'MLPerf BERT at 99.9% accuracy, 8 bits on the H100 and 16 on the A100')
