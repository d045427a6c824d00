-- Moved when the answer to a batch was lost and its leaf is not there: whatever of that batch is still
-- on its way finds another fence and writes nothing.
alter table head add column fence bigint not null default 0;
