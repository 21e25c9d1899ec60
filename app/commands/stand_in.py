"""What `flask` looks for commands in."""

from flask import Flask

from app.commands import COMMANDS
from app.commands.late import StandIn

app: Flask = StandIn(COMMANDS)
