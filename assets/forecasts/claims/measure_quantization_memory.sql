-- How many times less memory 8-bit and 4-bit weights took than 16-bit ones.
SELECT * FROM quantization_gain(['memory'], 'Memory')
