"""What people read for the words of the rules."""

from portal.committees.rules import (
    ActivityKind,
    ApplicationState,
    Clearance,
    ForumKind,
    Orientation,
    RefusalReason,
    Scope,
    SeatCategory,
    SeatRole,
    Sector,
    Size,
)
from portal.web.locale import _l

FORUMS = {
    ForumKind.PERMANENT_FORMAL: _l("Standing committee"),
    ForumKind.ADHOC_FORMAL: _l("Committee for a time"),
    ForumKind.INFORMAL_NETWORK: _l("Informal network"),
}

SEATS = {
    SeatRole.CHAIR: _l("Chair"),
    SeatRole.DEPUTY_CHAIR: _l("Deputy chair"),
    SeatRole.MEMBER: _l("Committee member"),
    SeatRole.LIAISON_NONVOTING: _l("Liaison, without vote"),
    SeatRole.OBSERVER: _l("Observer"),
}

CATEGORIES = {
    SeatCategory.ASSOCIATION: _l("Association"),
    SeatCategory.LARGE_FIRM: _l("Large firm"),
    SeatCategory.SME: _l("Small or medium firm"),
    SeatCategory.ACADEMIA: _l("Academia"),
    SeatCategory.LABOUR: _l("Labour"),
    SeatCategory.CONSUMER: _l("Consumers"),
    SeatCategory.ENVIRONMENT: _l("Environment"),
    SeatCategory.REGIONAL_CHAMBER: _l("Regional chamber"),
}

APPLICATIONS = {
    ApplicationState.WAITING: _l("Waits for the Chamber"),
    ApplicationState.SEATED: _l("Given a seat"),
    ApplicationState.REFUSED: _l("Refused"),
    ApplicationState.APPEALED: _l("Under appeal"),
    ApplicationState.UPHELD: _l("Refused, also on appeal"),
    ApplicationState.WITHDRAWN: _l("Taken back"),
}

APPLICATION_MARKS = {
    ApplicationState.WAITING: "announced",
    ApplicationState.SEATED: "done",
    ApplicationState.REFUSED: "not_accepted",
    ApplicationState.APPEALED: "promised",
    ApplicationState.UPHELD: "not_accepted",
    ApplicationState.WITHDRAWN: "plain",
}
"""The kind of badge for each."""

REASONS = {
    RefusalReason.NO_VACANCY: _l("No seat of this kind is free"),
    RefusalReason.OUTSIDE_THEME: _l("The work lies outside the theme"),
    RefusalReason.MANDATE_NOT_SHOWN: _l("It was not shown for whom the organisation speaks"),
    RefusalReason.WRONG_CATEGORY: _l("Another kind of seat fits"),
    RefusalReason.BALANCE: _l("The committee would lose its balance"),
    RefusalReason.CONFLICT_OF_INTEREST: _l("A conflict of interest"),
    RefusalReason.INCOMPLETE: _l("The application is not complete"),
}

CLEARANCES = {
    Clearance.COMMITTEE_CONFIDENTIAL: _l("Confidential papers of the committee"),
    Clearance.CLEARED_ADVISER: _l("Texts under negotiation as well"),
}

ACTIVITIES = {
    ActivityKind.MEETING: _l("Meetings held"),
    ActivityKind.OPINION: _l("Opinions given"),
    ActivityKind.ANSWER: _l("Answers to the negotiating table"),
}

SECTORS = {
    Sector.FARMING: _l("Farming and food"),
    Sector.MINING: _l("Minerals and fuels"),
    Sector.CHEMICALS: _l("Chemicals and plastics"),
    Sector.TEXTILES: _l("Leather, wood, paper, textiles"),
    Sector.METALS: _l("Stone, glass, metals"),
    Sector.MACHINERY: _l("Machinery and vehicles"),
    Sector.SERVICES: _l("Services"),
}

SIZES_OF = {
    Size.LARGE: _l("Large firms"),
    Size.SMALL: _l("Medium, small and micro firms"),
    Size.SPEAKS_FOR_OTHERS: _l("No firms: they speak for others"),
}

SCOPES = {
    Scope.NATIONAL: _l("For the country"),
    Scope.REGIONAL: _l("For a region"),
    Scope.ITSELF: _l("For itself"),
}

ORIENTATIONS = {
    Orientation.SECTORAL: _l("For one sector"),
    Orientation.HORIZONTAL: _l("Across sectors"),
    Orientation.ITSELF: _l("For itself"),
}
