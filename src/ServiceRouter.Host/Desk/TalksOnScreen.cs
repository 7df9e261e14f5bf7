using ServiceRouter.Desk;

namespace ServiceRouter.Host.Desk;

/// <summary>Which requests are open on one counsellor's screen, and which of them is in the middle. Reads nothing.</summary>
internal sealed class TalksOnScreen
{
    private readonly List<Talk> all = [];

    /// <summary>In this counsellor's hands, and gone from them while the counsellor still reads; oldest first.</summary>
    public IReadOnlyList<Talk> All => all;

    /// <summary>Those in this counsellor's hands.</summary>
    public IReadOnlyList<Talk> Held => [.. all.Where(t => t.Gone is null)];

    /// <summary>The request of somebody at the counter, opened by its receipt and not in this counsellor's hands; null when none is open.</summary>
    public Talk? Visitor { get; private set; }

    /// <summary>In the middle of the page: one of <see cref="All"/>, or <see cref="Visitor"/>.</summary>
    public Talk? Shown { get; private set; }

    public Talk? Of(string? receipt) => all.Find(t => t.Receipt == receipt);

    public Talk? HeldOf(string receipt) => all.Find(t => t.Receipt == receipt && t.Gone is null);

    public void Show(Talk talk)
    {
        Shown = talk;
        talk.Unread = 0;
        talk.IsOpened = true;
    }

    /// <param name="talk">Which has come.</param>
    /// <param name="isOpened">Not one that was found as the page was loaded.</param>
    public void ShowUnlessOther(Talk talk, bool isOpened)
    {
        if ((Shown ?? talk) != talk) return;
        Show(talk);
        talk.IsOpened = isOpened;
    }

    /// <summary>Somebody at the counter has said a receipt; what was written for the same one before stays.</summary>
    public Talk Receive(DeskHandoffDetail read) =>
        Visitor = new Talk(read.Handoff.Receipt!) { Detail = read, NoteDraft = Visitor is { } before && before.Receipt == read.Handoff.Receipt ? before.NoteDraft : "" };

    /// <summary>It has come into this counsellor's hands. Opened before at the counter, or gone from these hands, it is the same request: it stays in sight, and so does what was written for it.</summary>
    public Talk Take(string receipt)
    {
        var visitor = Visitor?.Receipt == receipt ? Visitor : null;
        var talk = Of(receipt) ?? visitor ?? new Talk(receipt);
        if (all.Remove(talk)) talk.ComesBack();
        all.Add(talk);
        if (visitor is null) return talk;
        Visitor = null;
        if (visitor == talk) return talk;
        if (visitor.HasNote) talk.NoteDraft = visitor.NoteDraft;
        if (Shown == visitor) Shown = talk;
        return talk;
    }

    /// <summary>It left these hands before this screen was opened.</summary>
    public Talk Lose(string receipt)
    {
        var talk = new Talk(receipt);
        all.Add(talk);
        return talk;
    }

    public void Forget(Talk talk)
    {
        all.Remove(talk);
        if (talk == Visitor) Visitor = null;
        if (Shown != talk) return;
        Shown = all.FirstOrDefault();
        if (Shown is null) return;
        Shown.Unread = 0;
        Shown.IsOpened = false;
    }

    public void Clear()
    {
        (Shown, Visitor) = (null, null);
        all.Clear();
    }
}
