namespace ServiceRouter.Channels.Phone;

/// <summary>What a caller hears next, and what the line does then. Whoever carries the call translates it.</summary>
/// <param name="Lines">Sentences, in order.</param>
/// <param name="Language">Two-letter language of the lines.</param>
/// <param name="Next">What happens after them.</param>
public sealed record Spoken(IReadOnlyList<string> Lines, string Language, SpokenNext Next)
{
    /// <summary>Read at four fifths of the usual speed.</summary>
    public bool Slowly { get; init; }

    /// <summary>Said after the lines that another language is spoken too, in that language.</summary>
    public bool OffersLanguage { get; init; }

    /// <summary>The same after a sentence.</summary>
    internal Spoken After(string line) => After([line]);

    /// <summary>The same after sentences.</summary>
    internal Spoken After(IReadOnlyList<string> lines) => this with { Lines = [.. lines, .. Lines] };
}

/// <summary>What the line does after the lines were said.</summary>
public abstract record SpokenNext
{
    private SpokenNext()
    {
    }

    /// <summary>Listens for keys and words.</summary>
    /// <param name="Keys">How many keys make an answer, 1 to 8; null: as many as come.</param>
    /// <param name="Hints">Words that are likely, for the recogniser.</param>
    public sealed record Listen(int? Keys, IReadOnlyList<string> Hints) : SpokenNext;

    /// <summary>The caller waits for a counsellor.</summary>
    public sealed record Wait : SpokenNext;

    /// <summary>A caller who waits gives a number by keys, and waits on.</summary>
    public sealed record Enter(EnteredWhileWaiting What) : SpokenNext;

    /// <summary>A counsellor who was rung presses a key, or not.</summary>
    /// <param name="Line">The counsellor's line.</param>
    /// <param name="Times">How often it was said before.</param>
    public sealed record Press(Guid Line, int Times) : SpokenNext;

    /// <summary>A citizen whom we rang, and who has lost the counsellor, presses a key to wait, or not.</summary>
    /// <param name="Line">The counsellor's line.</param>
    /// <param name="Times">How often it was asked, this time included.</param>
    public sealed record PressToWait(Guid Line, int Times) : SpokenNext;

    /// <summary>Citizen and counsellor meet.</summary>
    /// <param name="Line">The counsellor's line.</param>
    /// <param name="AsCounsellor">Who of the two it is.</param>
    public sealed record Meet(Guid Line, bool AsCounsellor) : SpokenNext;

    /// <summary>The citizen meets the counsellor as soon as it can be noted: it could not be now.</summary>
    /// <param name="Line">The counsellor's line.</param>
    public sealed record MeetSoon(Guid Line) : SpokenNext;

    /// <summary>A second counsellor who was rung presses a key, or not.</summary>
    /// <param name="Second">The second counsellor's line.</param>
    /// <param name="Times">How often it was said before.</param>
    public sealed record PressToJoin(Guid Second, int Times) : SpokenNext;

    /// <summary>A second counsellor comes to citizen and counsellor.</summary>
    /// <param name="Room">The line that opened the conference.</param>
    public sealed record Join(Guid Room) : SpokenNext;

    /// <summary>Nothing of ours can take the request: the caller is put through to a line with people, where there is one.</summary>
    public sealed record PutThrough : SpokenNext;

    /// <summary>The call is over.</summary>
    public sealed record HangUp : SpokenNext;
}

/// <summary>What a waiting caller is asked to type, or to say.</summary>
public enum EnteredWhileWaiting
{
    /// <summary>Five digits.</summary>
    Postcode,
    /// <summary>Ten digits to be called back at.</summary>
    Number,
    /// <summary>One digit: whoever is to be called back may choose when.</summary>
    Choice,
    /// <summary>When to be called back: four digits of a clock, or words.</summary>
    Moment,
    /// <summary>One digit, or yes or no: whether that moment was meant.</summary>
    Agreement,
    /// <summary>0 for whoever waits on the line though nobody is there before the next opening; anything else, and silence, is a call-back then.</summary>
    Stay,
    /// <summary>0, or the wish in words, for whoever still wants a person though the request has ended or has a date; anything else, and silence, ends the call.</summary>
    Person,
}
