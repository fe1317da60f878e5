-- The first day after $as_of on which the cost of an offer ends or changes.
SELECT min(valid_to) AS day FROM _offer_cost WHERE valid_to > $as_of
