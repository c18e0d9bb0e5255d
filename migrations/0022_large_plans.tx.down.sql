DROP INDEX tasks_mine;
DROP INDEX tasks_urgent;
DROP INDEX tasks_counts;
