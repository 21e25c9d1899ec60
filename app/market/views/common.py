"""What the room's views share."""

from app.accounts.present import person as person
from app.accounts.present import viewer as viewer
