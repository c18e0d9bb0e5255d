DROP TABLE task_comments;
DROP TABLE task_items;
DELETE FROM search_changes WHERE kind = 'task_comments';
DELETE FROM search_words WHERE kind = 'task_comments';
