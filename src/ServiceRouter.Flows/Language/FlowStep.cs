namespace ServiceRouter.Flows.Language;

/// <summary>One step of a flow, and the line where its file says so.</summary>
public abstract record FlowStep(string Id, int Line)
{
    /// <summary>Every step that can follow; empty where the flow is over.</summary>
    public abstract IEnumerable<string> Next { get; }

    /// <summary>True when the step waits for the citizen's word.</summary>
    public virtual bool Waits => false;
}

public sealed record SayStep(string Id, int Line, FlowText Text, string Then) : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => [Then];
}

public sealed record FicheStep(string Id, int Line, string Fiche, string Then) : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => [Then];
}

public sealed record GotoStep(string Id, int Line, string Target) : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => [Target];
}

/// <summary>Goes on according to an answer saved before.</summary>
public sealed record DecideStep(string Id, int Line, string On, IReadOnlyDictionary<string, string> Cases, string? Otherwise)
    : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => Otherwise is null ? Cases.Values : [.. Cases.Values, Otherwise];
}

/// <summary>Offers a counsellor: yes makes the request, no goes on.</summary>
public sealed record OfferHumanStep(string Id, int Line, FlowText Text, string Reason, string Skill, string Then) : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => [Then];

    public override bool Waits => true;
}

public sealed record RequestStep(string Id, int Line, FlowText? Text, string Reason, string Skill) : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => [];
}

public sealed record EndStep(string Id, int Line, FlowText? Text) : FlowStep(Id, Line)
{
    public override IEnumerable<string> Next => [];
}
