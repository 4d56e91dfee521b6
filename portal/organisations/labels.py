"""What people call the states, scopes and reasons of this room."""

from portal.accounts.rules import MemberRole
from portal.organisations.rules import AccreditationState, Check, RefusalReason, Scope
from portal.web.locale import _l

STATES = {
    AccreditationState.REQUESTED: _l("Requested; the Chamber decides"),
    AccreditationState.GRANTED: _l("Accredited"),
    AccreditationState.REFUSED: _l("Refused"),
    AccreditationState.APPEALED: _l("Refused; an appeal is with the Chamber"),
    AccreditationState.UPHELD: _l("Refused; the appeal was not allowed"),
}

CHECKS = {
    Check.REGISTERED: _l("It is registered as a legal entity, and its number is its own."),
    Check.STATUTES: _l("Its statutes say that it speaks for businesses."),
    Check.MEMBERS: _l("It showed whom it speaks for."),
    Check.GOVERNING: _l("Its governing body was elected as the statutes say."),
    Check.REACHABLE: _l("It answers at the addresses that it gave."),
}

REASONS = {
    RefusalReason.NOT_AN_ASSOCIATION: _l("It is no association of businesses."),
    RefusalReason.STATUTES_INCOMPLETE: _l("The statutes are incomplete or not the ones in force."),
    RefusalReason.MEMBERS_NOT_SHOWN: _l("It is not shown whom it speaks for."),
    RefusalReason.NOT_REGISTERED: _l("It is not registered as a legal entity."),
    RefusalReason.UNTRUE: _l("Something in the request is not true."),
}

SCOPES = {
    Scope.ALL: _l("Everything"),
    Scope.THEME: _l("One theme"),
    Scope.DOCKET: _l("One docket"),
}

WHAT_ROLES_DO = {
    MemberRole.OWNER: _l("Owner: decides who belongs to it, and files in its name"),
    MemberRole.REPRESENTATIVE: _l("Representative: files in its name"),
    MemberRole.MEMBER: _l("Member: sees what concerns it, and files nothing in its name"),
}
