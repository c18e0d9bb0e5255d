DROP TABLE invite_incoming;
DROP TABLE invite_threads;
DROP TABLE invite_batches;
