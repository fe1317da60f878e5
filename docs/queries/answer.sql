-- When did an answer as good as GPT-4 come to cost what a search costs, and what does it cost now?
SELECT answer, crossed_on, crossed_on_low, crossed_on_high, usd_then, usd_now, as_of
FROM headline
