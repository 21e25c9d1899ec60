"""What spans several aggregates: receiving a report, its search index, telling, erasing."""
