/*
 * The hand-over of one request, for spin (https://spinroot.com): doors, rows, offers, leases, crashes, repeated and late messages.
 * States and moves have the names of HandoffState and HandoffMove; each STEP(actor, move, from, to) is one entry of HandoffTransitions,
 * and a test compares the three. Moves are made as the service makes them: read, decide, then write if the version is still the one read.
 * Anything can happen between reading and writing: that is what is checked.
 *
 *   spin -a handover.pml && gcc -O2 -DSAFETY -DNOCLAIM -o pan pan.c && ./pan
 *   spin -a handover.pml && gcc -O2 -DNFAIR=3 -o pan pan.c && ./pan -a -f -N kept
 *
 * Break it on purpose: -DNO_FENCE (write without comparing the version), -DNO_DEDUP (a receipt makes a row each time it is delivered),
 * -DNO_OFFER_ID (an answer counts for whatever is offered now), -DEARLY_RECEIPT (receipt before the journal is on disk),
 * -DNO_COPY (what the broker took is nowhere else), -DNO_LEASE (nobody notices a lost counsellor), -DNO_DUE (a date comes and nobody looks),
 * -DCLOCK_ENDS (a timer ends a request).
 * Ask it how far it comes: -DPROBE=Absent fails where somebody whom an attempt did not reach is accepted once more, -DPROBE=Promised where somebody
 * who had a date is.
 */

#define COUNSELLORS 2
#ifndef MOST_MOVES
#define MOST_MOVES  6   /* offers and promises stop here, so that the search ends; endings and timers do not */
#endif

/* How many stand between reading and writing: two make every pair of moves meet, however many moves pass in between. */
#define AT_ONCE     2

mtype = { NotAsked, Waiting, Offered, WithCounsellor, Promised, Absent, Served, Withdrawn, Unreachable };
mtype = { Ask, Offer, Accept, Decline, ExpireOffer, LoseCounsellor, Transfer, Commit, RecordAbsence, FallDue, CitizenReturns, Serve, RecordUnreachable, Withdraw };
mtype = { citizen, counsellor, routing, clock };

/* The row. */
mtype state = NotAsked;
byte version = 0;
byte holder = 0;                     /* whom it is offered to, or who has it */

/* The doors. */
bool receipt = false;                /* the citizen has read it */
bool inBroker = false;               /* confirmed by the broker, not acknowledged yet */
bool inJournal = false;              /* on the node's disk, not replayed yet */
byte rows = 0;                       /* how many rows this one receipt has made */

/* The desks. */
bool alive[COUNSELLORS + 1] = true;
byte deciding = 0;
byte talking = 0;                    /* counsellors who were told that the conversation is theirs */

#define HAS_ENDED(s) (s == Served || s == Withdrawn || s == Unreachable)
#define IS_OPEN(s)   (s != NotAsked && !HAS_ENDED(s))
#define IS_HUMAN(a)  (a == citizen || a == counsellor)

/* An answer names its offer, an act at the desk its holder: one that is over or another's ends at the reading. */
#ifdef NO_OFFER_ID
#define MINE(s) (state == s)
#else
#define MINE(s) (state == s && holder == me)
#endif

#ifdef NO_FENCE
#define STILL_THE_SAME(v) (true)
#else
#define STILL_THE_SAME(v) (version == v)
#endif

#ifdef NO_DEDUP
#define NEW_RECEIPT (true)
#else
#define NEW_RECEIPT (rows == 0)
#endif

#ifdef PROBE
bool hadDate = false;
#define PASS(move, from) assert(!(move == Accept && hadDate)); hadDate = hadDate || from == PROBE
#else
#define PASS(move, from) skip
#endif

/* Ask: a row, once per receipt, whichever door it came through and however often. */
inline INSERT() {
  if
  :: NEW_RECEIPT -> rows++; assert(rows == 1); state = Waiting; version = 1
  :: else -> skip
  fi
}

/* Reads the row and decides; what happens before the writing is not known to whoever decided. */
#define READ(decision) atomic { (deciding < AT_ONCE && (decision)) -> deciding++; v = version }

inline STEP(actor, move, from, to, newHolder) {
  atomic {
    if
    :: STILL_THE_SAME(v) ->
       assert(state == from);                        /* what was decided is still so */
       assert(IS_HUMAN(actor) || !HAS_ENDED(to));    /* G4: only a person ends a request */
       assert(move != Accept || holder == newHolder);/* G8: whoever takes it was asked */
       PASS(move, from);
       talking = talking + (to == WithCounsellor) - (from == WithCounsellor);
       assert(talking <= 1);                         /* G8: never two counsellors */
       state = to; version++; holder = newHolder
    :: else -> skip                                  /* another writer was first: look again */
    fi;
    v = 0; deciding--
  }
}

#ifdef NO_COPY
#define COPY() skip
#else
#define COPY() inJournal = true
#endif

/*
 * One request through three doors. A door may take it and its answer may be lost: then the next door takes it too.
 * In one step: that a copy comes late is the business of the delivery.
 */
proctype Intake() {
  atomic {
    if
    :: INSERT(); if :: receipt = true; goto told :: true -> skip fi        /* committed; the answer comes, or comes too late */
    :: true -> skip                                                        /* the database does not answer */
    fi;
    if
    :: inBroker = true;
       if
       :: COPY(); receipt = true; goto told                                /* confirmed, and on the node's disk as well */
       :: true -> skip                                                     /* the confirm comes too late */
       fi
    :: true -> skip                                                        /* the broker does not answer */
    fi;
#ifdef EARLY_RECEIPT
    receipt = true;
#endif
    if
    :: inJournal = true; receipt = true                                    /* on disk, then told */
    :: true -> skip                                                        /* the node dies before its disk has it: no receipt was read */
    fi;
  }
told: skip
}

/* At least once: the node may die between the row and the acknowledgement, and the message comes again. Or never: a queue is deleted, a broker loses its disks. */
proctype Delivery() {
end: do
  :: atomic { inBroker -> inBroker = false }
  :: atomic { inBroker -> INSERT(); if :: inBroker = false :: true -> skip fi }
  :: atomic { inJournal -> INSERT(); if :: inJournal = false :: true -> skip fi }
  :: HAS_ENDED(state) && !inBroker && !inJournal -> break
  od
}

/* Routing, on two nodes at once, each of which has chosen another counsellor. */
proctype Router(byte chosen) {
  byte v;
end: do
  :: READ(state == Waiting && version < MOST_MOVES) -> STEP(routing, Offer, Waiting, Offered, chosen)
  :: HAS_ENDED(state) -> break
  od
}

/* A desk answers what its screen shows, late or twice, and acts on what it has. It may die, or sleep between reading and writing. */
proctype Desk(byte me) {
  byte v;
end: do
  :: READ(alive[me] && MINE(Offered)) -> STEP(counsellor, Accept, Offered, WithCounsellor, me)
  :: READ(alive[me] && MINE(Offered)) -> STEP(counsellor, Decline, Offered, Waiting, 0)
  :: READ(alive[me] && MINE(WithCounsellor)) -> STEP(counsellor, Transfer, WithCounsellor, Waiting, 0)
  :: READ(alive[me] && MINE(WithCounsellor) && version < MOST_MOVES) -> STEP(counsellor, Commit, WithCounsellor, Promised, 0)
  :: READ(alive[me] && MINE(WithCounsellor) && version < MOST_MOVES) -> STEP(counsellor, RecordAbsence, WithCounsellor, Absent, 0)
  :: READ(alive[me] && MINE(WithCounsellor)) -> STEP(counsellor, Serve, WithCounsellor, Served, 0)
  :: READ(alive[me] && MINE(WithCounsellor)) -> STEP(counsellor, RecordUnreachable, WithCounsellor, Unreachable, 0)
  :: alive[me] -> alive[me] = false                  /* closed browser, dead node */
  :: HAS_ENDED(state) -> break
  od
}

/* The citizen, who may also do nothing for ever. */
proctype Citizen() {
  byte v;
end: do
  :: READ(state == Waiting && version < MOST_MOVES) -> STEP(citizen, Commit, Waiting, Promised, 0)
  :: READ(state == Offered && version < MOST_MOVES) -> STEP(citizen, Commit, Offered, Promised, 0)
  :: READ(state == Promised && version < MOST_MOVES) -> STEP(citizen, Commit, Promised, Promised, 0)
  :: READ(state == Absent && version < MOST_MOVES) -> STEP(citizen, Commit, Absent, Promised, 0)
  :: READ(state == Promised) -> STEP(citizen, CitizenReturns, Promised, Waiting, 0)
  :: READ(state == Absent) -> STEP(citizen, CitizenReturns, Absent, Waiting, 0)
  :: READ(state == Waiting) -> STEP(citizen, Withdraw, Waiting, Withdrawn, 0)
  :: READ(state == Offered) -> STEP(citizen, Withdraw, Offered, Withdrawn, 0)
  :: READ(state == WithCounsellor) -> STEP(citizen, Withdraw, WithCounsellor, Withdrawn, 0)
  :: READ(state == Promised) -> STEP(citizen, Withdraw, Promised, Withdrawn, 0)
  :: READ(state == Absent) -> STEP(citizen, Withdraw, Absent, Withdrawn, 0)
  :: IS_OPEN(state) -> skip                          /* waits */
  :: HAS_ENDED(state) -> break
  od
}

/* What time does. A lease can run out under a desk that is alive but slow, too. */
proctype Clock() {
  byte v;
end: do
  :: READ(state == Offered) -> STEP(clock, ExpireOffer, Offered, Waiting, 0)
#ifndef NO_LEASE
  :: READ(state == Offered) -> STEP(clock, LoseCounsellor, Offered, Waiting, 0)
  :: READ(state == WithCounsellor) -> STEP(clock, LoseCounsellor, WithCounsellor, Waiting, 0)
#endif
#ifndef NO_DUE
  :: READ(state == Promised) -> STEP(clock, FallDue, Promised, Waiting, 0)
  :: READ(state == Absent) -> STEP(clock, FallDue, Absent, Waiting, 0)
#endif
#ifdef CLOCK_ENDS
  :: READ(state == Absent) -> STEP(clock, RecordUnreachable, Absent, Unreachable, 0)
#endif
  :: HAS_ENDED(state) -> break
  od
}

init {
  atomic {
    run Intake(); run Delivery(); run Router(1); run Router(2); run Desk(1); run Desk(2); run Citizen(); run Clock()
  }
}

/* G2, G3: who has read a receipt has a request. */
ltl kept { [] (receipt -> <> (rows == 1)) }

/* G8: a citizen does not stay with a counsellor who is gone. */
ltl returned { [] ((state == WithCounsellor && holder == 1 && !alive[1]) -> <> !(state == WithCounsellor && holder == 1)) }

/* G4: a date that was promised, or a next attempt, comes. */
ltl due { [] ((state == Promised || state == Absent) -> <> !(state == Promised || state == Absent)) }
