"""What a village is told and asked: notices, meetings, questions, and what came of them."""
