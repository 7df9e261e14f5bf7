namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>
/// The statements that write months of requests as the program would have written them, in its own tables. What is drawn is drawn from the request's number: the same options give the same requests but
/// for their ids, receipts and dates. Rows come in the order of their time, so that they lie on the disk as those of a service that grew.
/// </summary>
/// <param name="requests">Number of requests.</param>
/// <param name="first">Day of the first.</param>
/// <param name="last">Day of the last.</param>
/// <param name="counsellors">conseiller1 …, that many, whose rows are there.</param>
/// <param name="departments">Codes of the départements.</param>
internal sealed class YearsOfRows(int requests, DateOnly first, DateOnly last, int counsellors, IEnumerable<string> departments)
{
    /// <summary>Ids and receipts are drawn by the program's own code and copied into it.</summary>
    public const string CopyDrawn = "COPY bench.drawn (i, id, conversation_id, first_offer, second_offer, receipt) FROM STDIN (FORMAT BINARY)";

    /// <summary>A schema of its own for what goes again.</summary>
    public const string Prepare = """
        CREATE SCHEMA bench;
        CREATE UNLOGGED TABLE bench.drawn (i int PRIMARY KEY, id uuid NOT NULL, conversation_id uuid NOT NULL, first_offer uuid NOT NULL, second_offer uuid NOT NULL, receipt text NOT NULL);
        CREATE FUNCTION bench.draw(i bigint, seed bigint, span bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT (hashint8extended(i, seed) & 9223372036854775807) % span';
        CREATE FUNCTION bench.pick(i bigint, seed bigint, choices text[]) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT choices[1 + bench.draw(i, seed, cardinality(choices))]';
        CREATE FUNCTION bench.seconds(i bigint, seed bigint, shortest int, longest int) RETURNS interval LANGUAGE sql IMMUTABLE
            AS 'SELECT (shortest * 1000000::bigint + bench.draw(i, seed, (longest - shortest) * 1000000::bigint)) * interval ''1 microsecond''';
        """;

    public const string Forget = "DROP SCHEMA bench CASCADE";

    /// <summary>In order, once the ids are there.</summary>
    public IReadOnlyList<(string What, string Sql)> Statements =>
    [
        ("requests", Asked), ("moves", Moves), ("entries", Entries), ("hash chains", Log), ("ends", Ends), ("conversations", Conversations), ("activities", Activities), ("offers", Offers), ("handoffs", Handoffs), ("ratings", Ratings),
    ];

    private int Days => last.DayNumber - first.DayNumber + 1;

    // Nine hours of each day, so that a talk ends on the day on which it began, in mainland France as in UTC. Who is promised a call has it two days later; those of the last days are still to be called.
    private string Asked => $$"""
        CREATE UNLOGGED TABLE bench.asked AS
        WITH dated AS (
            SELECT d.*, date '{{first:yyyy-MM-dd}}' + (i::bigint * {{Days}} / {{requests}})::int AS day,
                (date '{{first:yyyy-MM-dd}}' + (i::bigint * {{Days}} / {{requests}})::int)::timestamp AT TIME ZONE 'UTC' + interval '7 hours'
                    + (i::bigint * {{Days}} % {{requests}}) * interval '9 hours' / {{requests}} + bench.seconds(i, 1, 0, 20) AS asked_at
            FROM bench.drawn d)
        SELECT dated.*, k.kind,
            bench.pick(i, 4, '{web,web,web,web,web,phone,phone,phone,sms,sms}') AS channel,
            bench.pick(i, 5, '{fr,fr,fr,fr,fr,fr,fr,fr,fr,fr,fr,fr,en,ar,pt,es}') AS language,
            CASE WHEN bench.draw(i, 6, 100) < 85 THEN bench.pick(i, 7, '{{{string.Join(',', departments)}}}') END AS territory,
            bench.pick(i, 8, '{general,titres,caf,retraite,impots,energie,sante,emploi}') AS skill,
            CASE WHEN bench.draw(i, 9, 100) = 0 THEN 0 ELSE 1 END AS rank,
            'conseiller' || 1 + bench.draw(i, 10, {{counsellors}}) AS first_counsellor, 'conseiller' || 1 + bench.draw(i, 11, {{counsellors}}) AS second_counsellor,
            bench.seconds(i, 12, 1, 240) AS wait, bench.seconds(i, 13, 3, 25) AS answer, bench.seconds(i, 14, 1, 120) AS wait_again, bench.seconds(i, 15, 3, 25) AS answer_again, bench.seconds(i, 16, 180, 1500) AS talk,
            (day + CASE k.kind WHEN 'called back' THEN 2 ELSE 7 END)::timestamp AT TIME ZONE 'UTC' + interval '9 hours' AS due_at
        FROM dated CROSS JOIN LATERAL (
            SELECT CASE WHEN day = date '{{last:yyyy-MM-dd}}' AND bench.draw(i, 2, 100) < 3 THEN 'waiting' WHEN day > date '{{last:yyyy-MM-dd}}' - 3 AND bench.draw(i, 2, 100) < 9 THEN 'dated'
                WHEN bench.draw(i, 3, 100) < 20 THEN 'declined' WHEN bench.draw(i, 3, 100) < 26 THEN 'missed' WHEN bench.draw(i, 3, 100) < 34 THEN 'withdrawn'
                WHEN bench.draw(i, 3, 100) < 40 AND day <= date '{{last:yyyy-MM-dd}}' - 3 THEN 'called back' ELSE 'served' END AS kind) k;
        CREATE UNIQUE INDEX ON bench.asked (i);
        ANALYZE bench.asked;
        """;

    // Of each kind of request, which moves come, and after which of its own times.
    private const string Moves = """
        CREATE UNLOGGED TABLE bench.moves
            (kind text, number int, move text, state text, facts text, offer int, waits int, answers int, waits_again int, answers_again int, talks int, seconds int, from_due boolean);
        INSERT INTO bench.moves VALUES
            ('served', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false),
            ('served', 2, 'Offer', 'Offered', 'offer', 1, 1, 0, 0, 0, 0, 0, false),
            ('served', 3, 'Accept', 'WithCounsellor', 'answer', 1, 1, 1, 0, 0, 0, 0, false),
            ('served', 4, 'Serve', 'Served', 'closing', 1, 1, 1, 0, 0, 1, 0, false),
            ('declined', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false),
            ('declined', 2, 'Offer', 'Offered', 'offer', 1, 1, 0, 0, 0, 0, 0, false),
            ('declined', 3, 'Decline', 'Waiting', 'answer', 1, 1, 1, 0, 0, 0, 0, false),
            ('declined', 4, 'Offer', 'Offered', 'offer', 2, 1, 1, 1, 0, 0, 0, false),
            ('declined', 5, 'Accept', 'WithCounsellor', 'answer', 2, 1, 1, 1, 1, 0, 0, false),
            ('declined', 6, 'Serve', 'Served', 'closing', 2, 1, 1, 1, 1, 1, 0, false),
            ('missed', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false),
            ('missed', 2, 'Offer', 'Offered', 'offer', 1, 1, 0, 0, 0, 0, 0, false),
            ('missed', 3, 'ExpireOffer', 'Waiting', 'expiry', 1, 1, 0, 0, 0, 0, 31, false),
            ('missed', 4, 'Offer', 'Offered', 'offer', 2, 1, 0, 1, 0, 0, 31, false),
            ('missed', 5, 'Accept', 'WithCounsellor', 'answer', 2, 1, 0, 1, 1, 0, 31, false),
            ('missed', 6, 'Serve', 'Served', 'closing', 2, 1, 0, 1, 1, 1, 31, false),
            ('withdrawn', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false),
            ('withdrawn', 2, 'Offer', 'Offered', 'offer', 1, 1, 0, 0, 0, 0, 0, false),
            ('withdrawn', 3, 'Decline', 'Waiting', 'answer', 1, 1, 1, 0, 0, 0, 0, false),
            ('withdrawn', 4, 'Withdraw', 'Withdrawn', 'none', 0, 1, 1, 1, 0, 0, 0, false),
            ('called back', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false),
            ('called back', 2, 'Commit', 'Promised', 'commit', 0, 0, 0, 0, 0, 0, 20, false),
            ('called back', 3, 'FallDue', 'Waiting', 'due', 0, 0, 0, 0, 0, 0, 1, true),
            ('called back', 4, 'Offer', 'Offered', 'offer', 1, 1, 0, 0, 0, 0, 1, true),
            ('called back', 5, 'Accept', 'WithCounsellor', 'answer', 1, 1, 1, 0, 0, 0, 1, true),
            ('called back', 6, 'Serve', 'Served', 'closing', 1, 1, 1, 0, 0, 1, 1, true),
            ('dated', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false),
            ('dated', 2, 'Commit', 'Promised', 'commit', 0, 0, 0, 0, 0, 0, 20, false),
            ('waiting', 1, 'Ask', 'Waiting', 'ask', 0, 0, 0, 0, 0, 0, 0, false);
        """;

    // The facts as Handoffs/Facts writes them; FactsAsWritten holds them against it.
    private const string Entries = """
        CREATE UNLOGGED TABLE bench.entries AS
        SELECT a.i, a.id, m.number, m.move, m.state, m.offer, t.at,
            CASE WHEN m.move IN ('Ask', 'Commit', 'Withdraw') THEN 'citizen' WHEN m.move = 'Offer' THEN 'routing' WHEN m.move IN ('ExpireOffer', 'FallDue') THEN 'clock' ELSE 'counsellor:' || o.counsellor END AS actor,
            CASE m.facts
                WHEN 'ask' THEN format('{"receipt":"%s","channel":"%s","language":"%s","territory":%s,"skill":"%s","reason":"%s","rank":%s,"conversationId":"%s"}',
                    a.receipt, a.channel, a.language, coalesce('"' || a.territory || '"', 'null'), a.skill, CASE a.rank WHEN 0 THEN 'detresse' ELSE 'demande_humain' END, a.rank, a.conversation_id)
                WHEN 'offer' THEN format('{"offerId":"%s","counsellorId":"%s","rung":"nation"%s%s}', o.id, o.counsellor, CASE a.rank WHEN 0 THEN ',"rank":0' END, CASE WHEN m.from_due THEN ',"atHead":true' END)
                WHEN 'answer' THEN format('{"offerId":"%s"}', o.id)
                WHEN 'expiry' THEN format('{"offerId":"%s","counsellorId":"%s"}', o.id, o.counsellor)
                WHEN 'closing' THEN '{"code":"information"}'
                WHEN 'commit' THEN format('{"kind":"CallBack","dueAt":"%s"}', to_char(a.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS+00:00'))
                WHEN 'due' THEN '{"commitment":"CallBack"}'
                ELSE '{}' END AS facts
        FROM bench.asked a JOIN bench.moves m USING (kind)
        CROSS JOIN LATERAL (
            SELECT CASE m.offer WHEN 1 THEN a.first_offer WHEN 2 THEN a.second_offer END AS id, CASE m.offer WHEN 1 THEN a.first_counsellor WHEN 2 THEN a.second_counsellor END AS counsellor) o
        CROSS JOIN LATERAL (
            SELECT CASE WHEN m.from_due THEN a.due_at ELSE a.asked_at END + m.waits * a.wait + m.answers * a.answer + m.waits_again * a.wait_again + m.answers_again * a.answer_again + m.talks * a.talk
                + m.seconds * interval '1 second' AS at) t;
        CREATE UNIQUE INDEX ON bench.entries (i, number);
        ANALYZE bench.entries;
        """;

    // As HandoffLogEntry.ComputeHash: microseconds since the year 1.
    private const string Log = """
        CREATE FUNCTION bench.hash(e bench.entries, before text) RETURNS text LANGUAGE sql IMMUTABLE AS $hash$
            SELECT encode(sha256(convert_to(concat_ws(E'\n',
                replace(e.id::text, '-', ''), e.number, (extract(epoch FROM e.at) * 1000000)::bigint + 62135596800000000, e.move, e.state, e.actor, e.facts, before), 'UTF8')), 'hex') $hash$;
        INSERT INTO handoff_log (handoff_id, number, at, move, state, actor, facts, previous_hash, hash)
        WITH RECURSIVE chain AS (
            SELECT e AS entry, '' AS previous_hash, bench.hash(e, '') AS hash FROM bench.entries e WHERE number = 1
            UNION ALL
            SELECT e, c.hash, bench.hash(e, c.hash) FROM chain c JOIN bench.entries e ON e.i = (c.entry).i AND e.number = (c.entry).number + 1)
        SELECT (entry).id, (entry).number, (entry).at, (entry).move, (entry).state, (entry).actor, (entry).facts, previous_hash, hash FROM chain ORDER BY (entry).at;
        ANALYZE handoff_log;
        """;

    private const string Ends = """
        CREATE UNLOGGED TABLE bench.ends AS
        SELECT a.*, e.number AS version, e.state, e.at AS moved_at, l.hash, due.at AS fell_due_at, taken.at AS accepted_at, taken.offer, x.ended_at,
            coalesce(x.ended_at < now() - interval '30 days', false) AS erased, CASE WHEN taken.offer IS NOT NULL THEN 9 WHEN a.kind = 'waiting' THEN 1 ELSE 2 END AS activities
        FROM bench.asked a
        JOIN (SELECT kind, max(number) AS number FROM bench.moves GROUP BY kind) m USING (kind)
        JOIN bench.entries e ON e.i = a.i AND e.number = m.number
        JOIN handoff_log l ON l.handoff_id = a.id AND l.number = m.number
        LEFT JOIN bench.entries taken ON taken.i = a.i AND taken.move = 'Accept'
        LEFT JOIN bench.entries due ON due.i = a.i AND due.move = 'FallDue'
        CROSS JOIN LATERAL (SELECT CASE WHEN e.state IN ('Served', 'Withdrawn') THEN e.at END AS ended_at) x;
        CREATE UNIQUE INDEX ON bench.ends (i);
        ANALYZE bench.ends;
        """;

    // Words go thirty days after the end.
    private const string Conversations = """
        INSERT INTO conversations (id, channel, language, started_at, key_hash, territory, refuses_assistant, voice, misses, human_offered, told_that_words_are_kept, last_activity, last_activity_at, words_erased_at, version)
        SELECT conversation_id, channel, language, asked_at, encode(sha256(convert_to(conversation_id::text, 'UTF8')), 'hex'), territory, false, CASE WHEN offer IS NULL THEN 'Assistant' ELSE 'Counsellor' END, 0, false, false,
            activities, moved_at, CASE WHEN erased THEN least(ended_at + interval '30 days 30 minutes', now()) END, activities + erased::int
        FROM bench.ends ORDER BY i;
        """;

    private const string Activities = """
        INSERT INTO activities (conversation_id, number, at, author, author_name, text, client_id)
        SELECT e.conversation_id, n.number, t.at, n.author, CASE WHEN n.author = 'Counsellor' AND NOT e.erased THEN 'Nadia Bertholet' END,
            CASE WHEN NOT e.erased THEN n.words END, CASE WHEN n.author = 'Citizen' AND NOT e.erased THEN gen_random_uuid()::text END
        FROM bench.ends e JOIN (VALUES
            (1, 'Service', 'Votre demande est enregistrée. Un conseiller France services vous répond ici ; gardez votre récépissé, il vous ramène à cette demande.'),
            (2, 'Service', 'Nadia Bertholet, conseillère France services, a rejoint la conversation.'),
            (3, 'Counsellor', 'Bonjour, je regarde votre demande avec vous.'), (4, 'Citizen', 'Bonjour, j''attends un papier pour ma carte grise.'),
            (5, 'Counsellor', 'Avez-vous reçu un courrier avec un numéro de dossier ?'), (6, 'Citizen', 'Oui, je l''ai sous les yeux.'),
            (7, 'Counsellor', 'Le dossier est complet, le titre part cette semaine.'), (8, 'Citizen', 'Merci beaucoup.'),
            (9, 'Service', 'Le conseiller a terminé la demande. Vous pouvez dire ce que vous en pensez.')) n (number, author, words) ON n.number <= e.activities
        CROSS JOIN LATERAL (SELECT CASE WHEN n.number = 1 THEN e.asked_at WHEN n.number = e.activities THEN e.moved_at ELSE e.accepted_at + (n.number - 2) * interval '15 seconds' END AS at) t
        ORDER BY t.at;
        """;

    private const string Offers = """
        INSERT INTO offers (id, handoff_id, counsellor_id, made_at, expires_at, rung, why, outcome, ended_at, decline_reason)
        SELECT CASE made.offer WHEN 1 THEN e.first_offer ELSE e.second_offer END, e.id, CASE made.offer WHEN 1 THEN e.first_counsellor ELSE e.second_counsellor END, made.at, made.at + interval '30 seconds', 'nation',
            'Aucun conseiller du département en ligne ; parle français ; compétence « Toutes démarches » ; aucune demande plus ancienne à proposer à ce conseiller',
            CASE ended.move WHEN 'Accept' THEN 'Accepted' WHEN 'Decline' THEN 'Declined' ELSE 'Expired' END, ended.at, CASE WHEN ended.move = 'Decline' AND NOT e.erased THEN 'Déjà au téléphone' END
        FROM bench.ends e JOIN bench.entries made ON made.i = e.i AND made.move = 'Offer' JOIN bench.entries ended ON ended.i = made.i AND ended.number = made.number + 1
        ORDER BY made.at;
        """;

    private const string Handoffs = """
        INSERT INTO handoffs (id, receipt, conversation_id, state, version, channel, language, territory, asked_territory, skill, reason, rank, asked_at, waiting_since, at_head, offer_id, counsellor_id, accepted_at,
            first_human_word_at, due_at, commitment, attempts, ended_at, closing_code, rating_invited_at, log_hash)
        SELECT id, receipt, conversation_id, state, version, channel, language, territory, territory, skill, CASE rank WHEN 0 THEN 'detresse' ELSE 'demande_humain' END, rank, asked_at, coalesce(fell_due_at, asked_at), false,
            CASE offer WHEN 1 THEN first_offer WHEN 2 THEN second_offer END, CASE offer WHEN 1 THEN first_counsellor WHEN 2 THEN second_counsellor END, accepted_at,
            accepted_at + interval '15 seconds', CASE WHEN state = 'Promised' THEN due_at END, CASE WHEN state = 'Promised' THEN 'CallBack' END, 0, ended_at,
            CASE WHEN state = 'Served' THEN 'information' END, CASE WHEN state = 'Served' THEN ended_at + interval '1 second' END, hash
        FROM bench.ends ORDER BY i;
        """;

    private const string Ratings = """
        INSERT INTO ratings (handoff_id, at, score, solved)
        SELECT id, ended_at + interval '2 minutes', 1 + bench.draw(i, 17, 5), bench.pick(i, 18, '{Yes,Yes,Partly,No}') FROM bench.ends WHERE state = 'Served' AND bench.draw(i, 19, 100) < 40 ORDER BY i;
        """;
}
