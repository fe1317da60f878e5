-- How many times faster 8-bit and 4-bit models ran: published are throughput at 8 bits and latency at 4.
SELECT * FROM quantization_gain(['latency', 'throughput'], 'Speed')
