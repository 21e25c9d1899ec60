"""The tables of people, agencies, rights, sessions and codes."""

from app.accounts.models.absence import Absence
from app.accounts.models.activation import Activation
from app.accounts.models.agency import Agency, AgencyText
from app.accounts.models.consent import Consent
from app.accounts.models.grant import Grant, SessionGrant
from app.accounts.models.helper_code import HelperCode
from app.accounts.models.identity import Identity
from app.accounts.models.limit import ClosedSource, LimitRefusal, LimitSetting
from app.accounts.models.one_time_code import OneTimeCode
from app.accounts.models.phone_change import PhoneChange
from app.accounts.models.right_proposal import RightProposal
from app.accounts.models.session import Session
from app.accounts.models.sms_message import SmsMessage
from app.accounts.models.transfer_code import TransferCode
from app.accounts.models.user import Right, User

__all__ = [
    "Absence",
    "Activation",
    "Agency",
    "AgencyText",
    "ClosedSource",
    "Consent",
    "Grant",
    "HelperCode",
    "Identity",
    "LimitRefusal",
    "LimitSetting",
    "OneTimeCode",
    "PhoneChange",
    "Right",
    "RightProposal",
    "Session",
    "SessionGrant",
    "SmsMessage",
    "TransferCode",
    "User",
]
