SELECT 1; -- a consent that ended stays ended
