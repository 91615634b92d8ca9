"""The domain, pure: district, topics, appeals, their statuses, deadlines and routing."""
