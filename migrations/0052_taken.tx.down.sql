DROP INDEX mail_messages_trouble;
DROP TABLE mail_taken;
