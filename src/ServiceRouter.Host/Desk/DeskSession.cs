using System.Security.Claims;
using System.Text.Json;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Desk;

/// <summary>
/// One open screen of a counsellor: a projection of the database, moved by the events of the desk. Everything runs on the circuit's own
/// thread of work, since the page starts its loops; nothing here is locked.
/// </summary>
internal sealed class DeskSession(
    EnsureCounsellor ensure, ReadDesk desk, ReadDeadLetters letters, DeskEvents events, KeepLease lease, DeskCircuit circuit, DeskSignIn signIn, LineAtDesk line, NodeParts parts, TimeProvider clock, ILogger<DeskSession> log) : IDisposable
{
    // Long enough not to hammer a database that is away, short enough to be back before anyone reloads.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly TalksOnScreen screen = new();
    private SignedInCounsellor? person;
    private string id = "";
    private bool opened;
    private bool unread;
    private bool choosing;
    private long readings;
    private long shownReading;

    /// <summary>Something on the screen is new.</summary>
    public event Action? Changed;

    public DeskBoard? Board { get; private set; }

    /// <inheritdoc cref="TalksOnScreen.All"/>
    public IReadOnlyList<Talk> Talks => screen.All;

    /// <inheritdoc cref="TalksOnScreen.Visitor"/>
    public Talk? Visitor => screen.Visitor;

    /// <inheritdoc cref="TalksOnScreen.Shown"/>
    public Talk? Shown => screen.Shown;

    /// <summary>The database does not answer: by what this screen has just tried, or by what its node knows.</summary>
    public bool DatabaseAway => unread || parts[Part.Database].State == PartState.Away;

    /// <summary>What went wrong last, for people; null when nothing did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Set when the service, not the counsellor, changed the presence.</summary>
    public Presence? SetBySystem { get; private set; }

    /// <summary>The person is no longer signed in: this desk shows and does nothing more.</summary>
    public bool Ended { get; private set; }

    /// <summary>Says whose desk this is. Reads nothing: the database may be away.</summary>
    public void Begin(ClaimsPrincipal opener)
    {
        var counsellor = SignedInCounsellor.From(opener);
        (person, id) = (counsellor, counsellor.Id);
        signIn.Begin(opener);
        parts.Changed += PartsChanged;
    }

    public void Dispose() => parts.Changed -= PartsChanged;

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
                await RefreshAsync(ct);
                await foreach (var item in events.FollowAsync(id, after.Value, ct))
                {
                    await HearAsync(item, ct);
                    if (item.Number > 0) after = item.Number;
                    Changed?.Invoke();
                }
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("A desk could not read its events ({Failure}); it tries again", e.GetType().Name);
                unread = true;
                Changed?.Invoke();
                await Task.Delay(TryAgainAfter, clock, ct);
            }
        }
    }

    /// <summary>
    /// Renews the lease while a browser is connected and its person signed in; a desk with a dead connection, or whose session has ended, lets it run out, and its citizens
    /// go back to the head of their queues.
    /// </summary>
    public async Task KeepAliveAsync(CancellationToken ct)
    {
        var wait = lease.Interval;
        while (true)
        {
            // One wait at a time, no periodic timer: see EventStream.
            await Task.Delay(wait, clock, ct);
            if (!await IsOpenAsync()) return;
            wait = !circuit.Connected || await lease.TryAsync(id, ct) ? lease.Interval : lease.TryAgainInterval;
        }
    }

    public void Show(Talk talk)
    {
        screen.Show(talk);
        Changed?.Invoke();
    }

    /// <summary>Does something for the counsellor; a refusal or failure becomes <see cref="Problem"/>.</summary>
    /// <param name="act">Gets the counsellor's id.</param>
    /// <param name="leaving">The conversation that the act takes off this desk.</param>
    public async Task<bool> ActAsync(Func<string, Task<Refusal?>> act, Talk? leaving = null)
    {
        // At each act, and not only at intervals: nothing is done in the name of somebody who has just signed out.
        if (!await IsOpenAsync()) return false;
        signIn.Acts();
        Problem = null;
        if (leaving is not null) leaving.Leaving = true;
        try
        {
            await lease.TouchAsync(id, CancellationToken.None);
            Problem = (await act(id))?.Text;
        }
        catch (Exception e)
        {
            log.LogWarning("An act at a desk failed ({Failure})", e.GetType().Name);
            Problem = StorageFailure.IsAway(e)
                ? "La base n'a pas répondu : l'enregistrement n'est pas confirmé. Ce que vous avez écrit est gardé ici, recommencez dans un instant."
                : "Le service n'a pas pu enregistrer. Ce que vous avez écrit est gardé ici, recommencez dans un instant.";
        }
        // What was done is done: that the lists could not be read again is another matter, which the banner tells.
        await TryAsync(() => RefreshAsync(CancellationToken.None));
        if (leaving is not null && Problem is not null) leaving.Leaving = false;
        Changed?.Invoke();
        return Problem is null;
    }

    /// <summary>Opens the request of a receipt: one of this desk's own as ever, any other as that of a visitor, which is recorded (docs/adr/0065).</summary>
    /// <param name="typed">As it was said.</param>
    /// <returns>What is wrong with the receipt, for its field; null when it is open, or when <see cref="Problem"/> says why not.</returns>
    public async Task<string?> OpenReceiptAsync(string? typed)
    {
        if (ReceiptCode.Parse(typed) is not { } code) return "Ce n'est pas un récépissé : il a 14 lettres et chiffres. Relisez-le avec la personne, signe par signe.";
        DeskHandoffDetail? read = null;
        var hasRead = await ActAsync(async me =>
        {
            read = await desk.HandoffAsync(me, code, CancellationToken.None);
            return null;
        });
        if (!hasRead) return null;
        if (read is null) return "Aucune demande n'a ce récépissé. S'il vient d'être donné pendant une panne, elle arrive dans quelques instants.";
        Show(screen.HeldOf(read.Handoff.Receipt) ?? screen.Receive(read));
        return null;
    }

    /// <summary>A request that is not in this counsellor's hands tells no event here: it is read again after what was done about it.</summary>
    public async Task ReadAgainAsync(Talk talk)
    {
        await TryAsync(() => ReadAsync(talk, CancellationToken.None));
        Changed?.Invoke();
    }

    public void Forget(Talk talk)
    {
        screen.Forget(talk);
        Changed?.Invoke();
    }

    public void ForgetProblem() => Problem = null;

    /// <summary>Somebody is at this desk and reads or writes, whatever comes of it.</summary>
    public void IsUsed() => signIn.Acts();

    private void PartsChanged() => Changed?.Invoke();

    private async Task<bool> IsOpenAsync()
    {
        if (Ended) return false;
        if (await signIn.HoldsAsync(IsOnPhoneAsync)) return true;
        (Ended, Board) = (true, null);
        screen.Clear();
        Changed?.Invoke();
        return false;
    }

    private async Task<bool> IsOnPhoneAsync()
    {
        if (!line.Exists) return false;
        try
        {
            foreach (var talk in screen.Held)
                if ((await line.ReadAsync(id, talk.Receipt, CancellationToken.None)).Line is { State: not (null or LineState.Over) }) return true;
            return false;
        }
        // Nobody is sent away while it cannot be known.
        catch (Exception e) when (StorageFailure.IsAway(e))
        {
            return true;
        }
    }

    private async Task OpenAsync(CancellationToken ct)
    {
        await ensure.RunAsync(person!, ct);
        await lease.RunAsync(id, ct);
        opened = true;
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
            unread = true;
        }
    }

    private async Task HearAsync(LiveItem item, CancellationToken ct)
    {
        if (item == LiveItem.DatabaseAway)
        {
            unread = true;
            return;
        }
        var json = item.Json is null ? default : JsonSerializer.Deserialize<JsonElement>(item.Json);
        var talk = json.ValueKind == JsonValueKind.Object ? screen.Of(json.GetProperty("receipt").GetString()) : null;
        if (item.Kind == "activity" && talk is not null)
        {
            await HearWordsAsync(talk, json.Deserialize<ActivityView>(WireJson.Options)!, ct);
            return;
        }
        await RefreshAsync(ct);
        if (talk is { Gone: null }) await ReadAsync(talk, ct);
    }

    private async Task HearWordsAsync(Talk talk, ActivityView activity, CancellationToken ct)
    {
        if (!talk.Add(activity)) await ReadAsync(talk, ct);
        if (talk != Shown && activity.Author == Author.Citizen) talk.Unread++;
    }

    private async Task RefreshAsync(CancellationToken ct)
    {
        var turn = ++readings;
        var board = await DeskBoard.ReadAsync(desk, letters, id, ct);
        // A slow reading that began before one already shown would turn the screen back.
        if (turn < shownReading || Ended) return;
        shownReading = turn;
        var before = Board?.Me.Presence;
        Board = board;
        unread = false;
        var now = Board.Me.Presence;
        if (before == Presence.Available && now != Presence.Available && !choosing) SetBySystem = now;
        else if (now == Presence.Available) SetBySystem = null;

        var held = Board.Mine.Select(h => h.Receipt).ToHashSet();
        foreach (var talk in screen.Held.Where(t => !held.Contains(t.Receipt))) await LetGoAsync(talk, ct);
        foreach (var receipt in held.Where(r => screen.HeldOf(r)?.Detail is null)) await TakeAsync(receipt, ct);
    }

    /// <summary>The counsellor chooses a presence: the change that follows is no surprise.</summary>
    public async Task ChooseAsync(Func<string, Task<Refusal?>> act)
    {
        choosing = true;
        await ActAsync(act);
        choosing = false;
        SetBySystem = null;
    }

    private async Task TakeAsync(string receipt, CancellationToken ct)
    {
        // There already, and empty, where its reading failed the last time: no event of it may come for long.
        var talk = screen.HeldOf(receipt) ?? screen.Take(receipt);
        await ReadAsync(talk, ct);
        screen.ShowUnlessOther(talk);
    }

    private async Task LetGoAsync(Talk talk, CancellationToken ct)
    {
        if (talk.Leaving)
        {
            Forget(talk);
            return;
        }
        await ReadAsync(talk, ct);
        talk.Gone = Talk.Farewell(talk.Detail!.Handoff.State);
    }

    private async Task ReadAsync(Talk talk, CancellationToken ct) => talk.Detail = await desk.HandoffAsync(id, talk.Receipt, ct);
}
