using System.Security.Claims;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Desk;

/// <summary>
/// One open desk of a counsellor: who sits there and for how long, what they do, and the events that move their screen (<see cref="DeskView"/>). Everything runs on the
/// circuit's own thread of work, since the page starts its loops; nothing here is locked.
/// </summary>
internal sealed class DeskSession(
    EnsureCounsellor ensure, DeskView view, ReadDesk desk, DeskEvents events, KeepLease lease, DeskCircuit circuit, DeskSignIn signIn, LineAtDesk line, NodeParts parts, TimeProvider clock,
    ILogger<DeskSession> log) : IDisposable
{
    // Long enough not to hammer a database that is away, short enough to be back before anyone reloads.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private SignedInCounsellor? person;
    private string id = "";
    private bool opened;
    private ComingEnd? told;

    /// <summary>Something on the screen is new.</summary>
    public event Action? Changed;

    /// <inheritdoc cref="DeskView.Board"/>
    public DeskBoard? Board => view.Board;

    /// <inheritdoc cref="DeskView.All"/>
    public IReadOnlyList<Talk> Talks => view.All;

    /// <inheritdoc cref="DeskView.Visitor"/>
    public Talk? Visitor => view.Visitor;

    /// <inheritdoc cref="DeskView.Shown"/>
    public Talk? Shown => view.Shown;

    /// <inheritdoc cref="DeskView.SetBySystem"/>
    public Presence? SetBySystem => view.SetBySystem;

    /// <summary>The database does not answer: by what this screen has just tried, or by what its node knows.</summary>
    public bool DatabaseAway => view.IsStale || parts[Part.Database].State == PartState.Away;

    /// <summary>What went wrong last, for people; null when nothing did. To be shown only: another act may have put it there, and what became of one's own is told by <see cref="ActAsync"/>.</summary>
    public string? Problem { get; private set; }

    /// <summary>The person is no longer signed in: this desk shows and does nothing more.</summary>
    public bool Ended { get; private set; }

    /// <inheritdoc cref="DeskSignIn.Ending"/>
    public ComingEnd? Ending => signIn.Ending;

    /// <summary>Says whose desk this is. Reads nothing: the database may be away.</summary>
    public void Begin(ClaimsPrincipal opener)
    {
        var counsellor = SignedInCounsellor.From(opener);
        (person, id) = (counsellor, counsellor.Id);
        view.Begin(id);
        signIn.Begin(opener);
        parts.Changed += TellChanged;
    }

    public void Dispose() => parts.Changed -= TellChanged;

    /// <summary>Opens the desk as soon as the database answers, and follows its events until the page closes.</summary>
    public async Task FollowAsync(CancellationToken ct)
    {
        long? after = null;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (!opened) await OpenAsync(ct);
                after ??= await events.LastNumberAsync(id, ct);
                await view.RefreshAsync(ct);
                await foreach (var item in events.FollowAsync(id, after.Value, ct))
                {
                    await view.HearAsync(item, ct);
                    if (item.Number > 0) after = item.Number;
                    TellChanged();
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("A desk could not read its events ({Failure}); it tries again", e.GetType().Name);
                view.Failed();
                TellChanged();
                await Task.Delay(TryAgainAfter, clock, ct);
            }
        }
    }

    /// <summary>
    /// Renews the lease while a browser is connected and its person signed in; a desk with a dead connection, or whose session has ended, lets it run out, and its citizens
    /// go back to the head of their queues. One that is back renews at once: its lease may be nearly over.
    /// </summary>
    public async Task KeepAliveAsync(CancellationToken ct)
    {
        var (wait, comesBack) = (lease.Interval, circuit.ComesBack);
        while (true)
        {
            // One wait at a time, no periodic timer: see EventStream.
            using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(ct))
            {
                await Task.WhenAny(Task.Delay(wait, clock, waiting.Token), comesBack);
                await waiting.CancelAsync();
            }
            ct.ThrowIfCancellationRequested();
            // Before the connection is looked at: who comes back after that look is waited for.
            comesBack = circuit.ComesBack;
            if (!await IsOpenAsync()) return;
            TellEnding();
            wait = !circuit.Connected || await lease.TryAsync(id, ct) ? lease.Interval : lease.TryAgainInterval;
        }
    }

    public void Show(Talk talk)
    {
        view.Show(talk);
        TellChanged();
    }

    public void Forget(Talk talk)
    {
        view.Forget(talk);
        TellChanged();
    }

    /// <summary>Does something for the counsellor; a refusal or failure becomes <see cref="Problem"/>. Several may be under way at once, in several conversations.</summary>
    /// <param name="act">Gets the counsellor's id.</param>
    /// <param name="leaving">The conversation that the act takes off this desk.</param>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> ActAsync(Func<string, Task<Refusal?>> act, Talk? leaving = null)
    {
        // At each act, and not only at intervals: nothing is done in the name of somebody who has just signed out.
        if (!await IsOpenAsync()) return false;
        signIn.Acts();
        Problem = null;
        if (leaving is not null) leaving.Leaving = true;
        // Of this act alone: while the lists are read again, another one may begin, and what is shown then is its own.
        var (problem, citizenWrote) = ((string?)null, false);
        try
        {
            await lease.TouchAsync(id, CancellationToken.None);
            var refusal = await act(id);
            (problem, citizenWrote) = (refusal?.Text, refusal?.Code == CloseHandoff.CitizenWrote);
        }
        catch (Exception e)
        {
            log.LogWarning("An act at a desk failed ({Failure})", e.GetType().Name);
            problem = StorageFailure.IsAway(e)
                ? "La base n'a pas répondu : l'enregistrement n'est pas confirmé. Ce que vous avez écrit est gardé ici, recommencez dans un instant."
                : "Le service n'a pas pu enregistrer. Ce que vous avez écrit est gardé ici, recommencez dans un instant.";
        }
        Problem = problem;
        // Not done, it stays: should it go by itself from now on, that is told.
        if (leaving is not null && problem is not null) leaving.Leaving = false;
        // What was done is done: that the lists could not be read again is another matter, which the banner tells.
        await TryAsync(() => view.RefreshAsync(CancellationToken.None));
        // The citizen's words are on the screen now, and the counsellor reads them before the next press. Refused for anything else, or not answered, nobody has told of any.
        if (citizenWrote) leaving?.See();
        TellChanged();
        return problem is null;
    }

    /// <summary>The counsellor chooses a presence.</summary>
    public async Task ChooseAsync(Func<string, Task<Refusal?>> act)
    {
        view.IsChoosing = true;
        var isChosen = await ActAsync(act);
        view.IsChoosing = false;
        // Not done, the counsellor is still as the service has set them.
        if (isChosen) view.SystemTold();
    }

    /// <summary>Opens the request of a receipt: one of this desk's own as ever, any other as that of a visitor, which is recorded (docs/adr/0065).</summary>
    /// <param name="typed">As it was said.</param>
    /// <returns>Whether it is open; and what is wrong with the receipt, for its field: null where <see cref="Problem"/> says why it is not open.</returns>
    public async Task<(bool IsOpen, string? Wrong)> OpenReceiptAsync(string? typed)
    {
        if (ReceiptCode.Parse(typed) is not { } code) return (false, "Ce n'est pas un récépissé : il a 14 lettres et chiffres. Relisez-le avec la personne, signe par signe.");
        if (Visitor is { HasNote: true } open && open.Receipt != ReceiptCode.Print(code))
            return (false, $"Votre note sur la demande {open.Receipt} n'est pas ajoutée. Ajoutez-la ou effacez-la, puis ouvrez la suivante.");
        DeskHandoffDetail? read = null;
        var hasRead = await ActAsync(async me =>
        {
            read = await desk.HandoffAsync(me, code, before: null, CancellationToken.None);
            return null;
        });
        if (!hasRead) return (false, null);
        if (read is null) return (false, "Aucune demande n'a ce récépissé. S'il vient d'être donné pendant une panne, elle arrive dans quelques instants.");
        view.Open(read);
        TellChanged();
        return (true, null);
    }

    /// <summary>A request that is not in this counsellor's hands tells no event here: it is read again after what was done about it.</summary>
    public async Task ReadAgainAsync(Talk talk)
    {
        await TryAsync(() => view.ReadAsync(talk, CancellationToken.None));
        TellChanged();
    }

    public void ForgetProblem() => Problem = null;

    /// <summary>Somebody is at this desk and reads or writes, whatever comes of it.</summary>
    public void IsUsed() => signIn.Acts();

    private void TellChanged() => Changed?.Invoke();

    private void TellEnding()
    {
        if (signIn.Ending == told) return;
        told = signIn.Ending;
        TellChanged();
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        await ensure.RunAsync(person!, ct);
        // Before the renewal: from then on nobody knows for how long this desk was gone.
        foreach (var receipt in await desk.LostWhileAwayAsync(id, ct)) await view.TellLostAsync(receipt, ct);
        await lease.RunAsync(id, ct);
        opened = true;
    }

    private async Task<bool> IsOpenAsync()
    {
        if (Ended) return false;
        if (await signIn.HoldsAsync(IsOnPhoneAsync)) return true;
        Ended = true;
        view.Close();
        TellChanged();
        return false;
    }

    private async Task<bool> IsOnPhoneAsync()
    {
        if (!line.Exists) return false;
        try
        {
            foreach (var talk in view.Held)
                if ((await line.ReadAsync(id, talk.Receipt, CancellationToken.None)).Line is { State: not (null or LineState.Over) }) return true;
            return false;
        }
        // Nobody is sent away while it cannot be known.
        catch (Exception e) when (StorageFailure.IsAway(e))
        {
            return true;
        }
    }

    private async Task TryAsync(Func<Task> reading)
    {
        try
        {
            await reading();
        }
        catch (Exception e)
        {
            log.LogWarning("A desk could not be read ({Failure}); it shows what it showed, until the next event", e.GetType().Name);
            view.Failed();
        }
    }
}
