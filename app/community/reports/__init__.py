"""The daily report that writes itself; what is difficult, as a task with an answer."""
