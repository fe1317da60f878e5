-- The levels of capability at which models were on sale.
SELECT bar, label, threshold
FROM core_bar AS bar
SEMI JOIN core_bar_member AS member ON member.bar = bar.bar AND member.bound = 'central'
ORDER BY position
