UPDATE attendances SET photos_at = NULL WHERE photos_at IS NOT NULL AND place NOT IN ('confirmed', 'waitlisted', 'requested');
