namespace ServiceRouter.Host.Limits;

/// <summary>What an endpoint costs us, and so how it is limited. What says nothing is a <see cref="Page"/>.</summary>
internal enum Cost
{
    /// <summary>A page, a form: the way to a human and to one's own request leads through these. They wait their turn and are never refused.</summary>
    Page = 0,

    /// <summary>Its POST makes an automatic turn.</summary>
    Turn = 1,

    /// <summary>Counts over all requests.</summary>
    Figures = 2,

    /// <summary>Stays open.</summary>
    Stream = 3,

    /// <summary>Its POST makes a request for a human: the dearest thing that anybody may do without a name. It waits its turn and is never refused.</summary>
    Ask = 4,
}

/// <summary>Says on an endpoint or a page what it costs.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CostsAttribute(Cost cost) : Attribute
{
    public Cost Cost => cost;
}

/// <summary>What is posted for one receipt waits its turn, beside what an address may send: whoever knows one could else write to it without end. It is never refused.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PacedByReceiptAttribute : Attribute;
