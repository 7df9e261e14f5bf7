namespace ServiceRouter.Host.Limits;

/// <summary>
/// How much one address, one conversation and one signed-in person may ask for, and what a connection may cost; section <c>Limits</c>.
/// Addresses are shared: a France services room, a school, or hundreds of phones behind one address of an operator. The numbers hold for
/// a thousand people behind one address, of whom a hundred use the service at once (docs/adr/0020, docs/adr/0027).
/// </summary>
internal sealed class LimitsOptions
{
    public const string Section = "Limits";

    /// <summary>Pages and forms of one address in a second, 1 to 100,000. More than that waits its turn, and is never refused.</summary>
    public int PagesPerSecond { get; set; } = 20;

    /// <summary>How many of them an address may have at once before they wait.</summary>
    public int PagesAtOnce { get; set; } = 60;

    /// <summary>How many pages of one address are worked on at the same time; the next one waits until one is written.</summary>
    public int PagesTogether { get; set; } = 4;

    /// <summary>Requests for a human of one address in a second. More than that waits its turn, and is never refused.</summary>
    public int AsksPerSecond { get; set; } = 3;

    /// <summary>How many of them an address may send at once before they wait.</summary>
    public int AsksAtOnce { get; set; } = 20;

    /// <summary>How many requests for a human of one address are worked on at the same time; the next one waits until one is recorded.</summary>
    public int AsksTogether { get; set; } = 2;

    /// <summary>Automatic turns of one address in a second: a hundred people who write every twenty seconds.</summary>
    public int TurnsPerSecond { get; set; } = 5;

    /// <summary>How many turns an address may have at once.</summary>
    public int TurnsAtOnce { get; set; } = 20;

    /// <summary>How many turns of one address are worked on at the same time; the next one waits until one is answered.</summary>
    public int TurnsTogether { get; set; } = 2;

    /// <summary>Automatic turns of one conversation in a second; nobody reads the answers of two. What is sent on the page of one receipt waits for the same pace.</summary>
    public int TurnsOfConversationPerSecond { get; set; } = 2;

    /// <summary>How many turns a conversation may have at once: a page that was off line sends what it kept.</summary>
    public int TurnsOfConversationAtOnce { get; set; } = 20;

    /// <summary>Readings of the public figures by one address in a second.</summary>
    public int FiguresPerSecond { get; set; } = 2;

    /// <summary>How many readings of the figures an address may have at once.</summary>
    public int FiguresAtOnce { get; set; } = 5;

    /// <summary>How many readings of the figures by one address are worked on at the same time.</summary>
    public int FiguresTogether { get; set; } = 1;

    /// <summary>Open live streams of one address; the pages are complete without one.</summary>
    public int Streams { get; set; } = 300;

    /// <summary>Open live streams of one signed-in person: windows, and reconnections whose old end is not noticed yet.</summary>
    public int StreamsOfPerson { get; set; } = 20;

    /// <summary>Look-ups of receipts that do not exist, which an address may have at once without being slowed down.</summary>
    public int FailedLooksAtOnce { get; set; } = 30;

    /// <summary>After them: how long each further answer "there is no such receipt" takes, and how often one is forgiven; 100 ms to 30 s.</summary>
    public TimeSpan FailedLookWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Open connections of this node, 100 to 1,000,000.</summary>
    public int Connections { get; set; } = 10_000;

    /// <summary>Open connections of one address; the next one closes its oldest. Trusted proxies are not counted.</summary>
    public int ConnectionsOfAddress { get; set; } = 1_000;

    /// <summary>Bytes of one request's body, 16 kB to 16 MB. The longest message has 4,000 characters, 48 kB as a form.</summary>
    public int BodyBytes { get; set; } = 128 << 10;

    /// <summary>How long a client may take for its request's headers, 1 s to 1 min.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection without a request stays open, 1 s to 10 min.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks with commas, such as 10.0.0.7,10.1.0.0/16. Empty: nobody's.</summary>
    public string TrustedProxies { get; set; } = "";
}
