"""The room's blueprint: every module of views adds its routes to it."""

from flask import Blueprint

service_requests = Blueprint("service_requests", __name__)
