"""The timetable: wakes use-cases and holds no truth of its own."""
