namespace ServiceRouter.Flows.Understanding;

/// <summary>A number to call, as it is shown and said.</summary>
/// <param name="Number">The number, in printed form.</param>
/// <param name="Label">What it is for.</param>
public sealed record EmergencyNumber(string Number, string Label);

/// <summary>What a citizen in distress is told at once, in French or in English: fixed words, never generated.</summary>
/// <param name="Kind">The kind of distress.</param>
/// <param name="Text">Two or three short sentences with the first number in them; fits one voice prompt.</param>
/// <param name="Sms">The same within 306 characters.</param>
/// <param name="Numbers">All the numbers to show, the most useful first.</param>
public sealed record DistressAdvice(DistressKind Kind, string Text, string Sms, IReadOnlyList<EmergencyNumber> Numbers)
{
    /// <summary>The emergency number of whoever cannot speak or hear: it takes text messages, and a voice call to it helps nobody.</summary>
    public const string ForTextMessages = "114";

    private static readonly EmergencyNumber Samu = new("15", "SAMU, urgence médicale");
    private static readonly EmergencyNumber Police = new("17", "Police et gendarmerie");
    private static readonly EmergencyNumber Fire = new("18", "Pompiers");
    private static readonly EmergencyNumber Europe = new("112", "Urgences, dans toute l'Europe");
    private static readonly EmergencyNumber Deaf = new(ForTextMessages, "Urgences par SMS, pour les personnes sourdes ou qui ne peuvent pas parler");
    private static readonly EmergencyNumber Suicide = new("3114", "Prévention du suicide, jour et nuit, gratuit");
    private static readonly EmergencyNumber Women = new("3919", "Violences faites aux femmes, anonyme et gratuit");
    private static readonly EmergencyNumber Child = new("119", "Enfance en danger, jour et nuit, gratuit");
    private static readonly EmergencyNumber Shelter = new("115", "Hébergement d'urgence (SAMU social), jour et nuit, gratuit");
    private static readonly EmergencyNumber Farm = new("09 69 39 29 19", "Agri'écoute, jour et nuit");

    private static readonly Dictionary<string, string> EnglishLabels = new()
    {
        [Samu.Number] = "Medical emergency (SAMU)",
        [Police.Number] = "Police and gendarmerie",
        [Fire.Number] = "Fire brigade",
        [Europe.Number] = "Emergencies, anywhere in Europe, also in English",
        [Deaf.Number] = "Emergencies by text message, for people who are deaf or cannot speak",
        [Suicide.Number] = "Suicide prevention, day and night, free",
        [Women.Number] = "Violence against women, anonymous and free",
        [Child.Number] = "Children in danger, day and night, free",
        [Shelter.Number] = "Emergency shelter (SAMU social), day and night, free",
        [Farm.Number] = "Agri'écoute, for farmers, day and night",
    };

    /// <summary>The advice for a kind; for <see cref="DistressKind.Unknown"/>, that of danger.</summary>
    /// <param name="kind">The kind of distress.</param>
    /// <param name="language">Two-letter language; French where it has no words of its own.</param>
    public static DistressAdvice For(DistressKind kind, string language = "fr") => language == "en" ? InEnglish(InFrench(kind)) : InFrench(kind);

    /// <summary>The same numbers: they are those of France in any language.</summary>
    private static DistressAdvice InEnglish(DistressAdvice french)
    {
        var (text, sms) = EnglishWords(french.Kind);
        return new(french.Kind, text, sms, [.. french.Numbers.Select(number => number with { Label = EnglishLabels[number.Number] })]);
    }

    private static (string Text, string Sms) EnglishWords(DistressKind kind) => kind switch
    {
        DistressKind.Suicide => (
            "What you are going through matters. Call 3114 now: it is free, day and night, and somebody listens to you. In immediate danger, call 15 or 112. I am also telling a counsellor.",
            "What you are going through matters. Call 3114: free, day and night. Immediate danger: 15 or 112, or text 114. I am telling a counsellor."),
        DistressKind.Violence => (
            "You were right to say it. If you are in danger now, call 17 or 112, or send a text message to 114. 3919 listens and helps, free and anonymously. I am also telling a counsellor.",
            "In danger: 17 or 112, or text 114 if you cannot speak. Somebody who listens and helps: 3919, free and anonymous. I am telling a counsellor."),
        DistressKind.ChildInDanger => (
            "A child in danger must be protected at once. Call 119: it is free, day and night. If it is urgent, call 17 or 112, or send a text message to 114. I am also telling a counsellor.",
            "Child in danger: call 119, free, day and night. Urgent: 17 or 112, or text 114. I am telling a counsellor."),
        DistressKind.NoShelter => (
            "Call 115: it is the number for emergency shelter, free, day and night. If nobody answers, call again. In danger, or if somebody is ill, call 15 or 112. I am also telling a counsellor.",
            "Call 115, emergency shelter, free, day and night. Danger or illness: 15 or 112, or text 114. I am telling a counsellor."),
        DistressKind.FarmDistress => (
            "People are there for you. Agri'écoute answers day and night on 09 69 39 29 19. If you think of dying, call 3114. In immediate danger, call 15 or 112. I am also telling a counsellor.",
            "Agri'écoute answers day and night: 09 69 39 29 19. Thoughts of dying: 3114. Immediate danger: 15 or 112, or text 114. I am telling a counsellor."),
        _ => (
            "This is an emergency: call 15 for a medical problem, 18 for a fire or an accident, 17 if you are attacked, or 112. If you cannot speak, send a text message to 114. I am also telling a counsellor.",
            "Emergency: 15 (medical), 18 (fire, accident), 17 (attack) or 112. If you cannot speak: text 114. I am telling a counsellor."),
    };

    private static DistressAdvice InFrench(DistressKind kind) => kind switch
    {
        DistressKind.Suicide => new(kind,
            "Ce que vous vivez compte. Appelez le 3114 maintenant : c'est gratuit, jour et nuit, et quelqu'un vous écoute. En cas de danger immédiat, appelez le 15 ou le 112. Je préviens aussi un conseiller.",
            "Ce que vous vivez compte. Appelez le 3114 : gratuit, jour et nuit. Danger immédiat : 15 ou 112, ou SMS au 114. Je préviens un conseiller.",
            [Suicide, Samu, Europe, Deaf]),
        DistressKind.Violence => new(kind,
            "Vous avez bien fait de le dire. En danger maintenant, appelez le 17 ou le 112, ou écrivez un SMS au 114. Le 3919 vous écoute et vous aide, gratuitement et de façon anonyme. Je préviens aussi un conseiller.",
            "En danger : 17 ou 112, ou SMS au 114 si vous ne pouvez pas parler. Écoute et aide : 3919, gratuit et anonyme. Je préviens un conseiller.",
            [Police, Deaf, Women, Europe]),
        DistressKind.ChildInDanger => new(kind,
            "Un enfant en danger doit être protégé tout de suite. Appelez le 119 : c'est gratuit, jour et nuit. Si c'est urgent, appelez le 17 ou le 112, ou écrivez un SMS au 114. Je préviens aussi un conseiller.",
            "Enfant en danger : appelez le 119, gratuit, jour et nuit. Urgent : 17 ou 112, ou SMS au 114. Je préviens un conseiller.",
            [Child, Police, Europe, Deaf]),
        DistressKind.NoShelter => new(kind,
            "Appelez le 115 : c'est le numéro de l'hébergement d'urgence, gratuit, jour et nuit. Si cela ne répond pas, rappelez. En cas de danger ou de malaise, appelez le 15 ou le 112. Je préviens aussi un conseiller.",
            "Appelez le 115, hébergement d'urgence, gratuit, jour et nuit. Danger ou malaise : 15 ou 112, ou SMS au 114. Je préviens un conseiller.",
            [Shelter, Samu, Europe, Deaf]),
        DistressKind.FarmDistress => new(kind,
            "Des personnes sont là pour vous. Agri'écoute vous répond jour et nuit au 09 69 39 29 19. Si vous pensez à mourir, appelez le 3114. En cas de danger immédiat, appelez le 15 ou le 112. Je préviens aussi un conseiller.",
            "Agri'écoute vous répond jour et nuit : 09 69 39 29 19. Pensées de mort : 3114. Danger immédiat : 15 ou 112, ou SMS au 114. Je préviens un conseiller.",
            [Farm, Suicide, Samu, Europe, Deaf]),
        _ => new(DistressKind.Danger,
            "C'est une urgence : appelez le 15 pour un problème de santé, le 18 pour un feu ou un accident, le 17 en cas d'agression, ou le 112. Si vous ne pouvez pas parler, écrivez un SMS au 114. Je préviens aussi un conseiller.",
            "Urgence : 15 (santé), 18 (feu, accident), 17 (agression) ou 112. Si vous ne pouvez pas parler : SMS au 114. Je préviens un conseiller.",
            [Samu, Fire, Police, Europe, Deaf]),
    };
}
