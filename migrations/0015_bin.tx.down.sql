DROP TABLE bin_entries;
