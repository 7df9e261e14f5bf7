using System.Text.Json;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.Host.Desk;

/// <summary>What one screen of a counsellor shows: the database as it was read last, moved by the events of the desk. It reads, and does nothing in anybody's name.</summary>
internal sealed class DeskView(ReadDesk desk, ReadDeadLetters letters)
{
    private readonly TalksOnScreen talks = new();
    private string id = "";
    private bool closed;
    private long readings;
    private long shownReading;

    /// <summary>Null before the first reading, and when the desk has ended.</summary>
    public DeskBoard? Board { get; private set; }

    /// <summary>What stands here may be old: the last reading failed.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Set when the service, not the counsellor, changed the presence.</summary>
    public Presence? SetBySystem { get; private set; }

    /// <summary>The counsellor chooses a presence at this moment: the change that follows is no surprise.</summary>
    public bool IsChoosing { get; set; }

    /// <inheritdoc cref="TalksOnScreen.All"/>
    public IReadOnlyList<Talk> All => talks.All;

    /// <inheritdoc cref="TalksOnScreen.Held"/>
    public IReadOnlyList<Talk> Held => talks.Held;

    /// <inheritdoc cref="TalksOnScreen.Visitor"/>
    public Talk? Visitor => talks.Visitor;

    /// <inheritdoc cref="TalksOnScreen.Shown"/>
    public Talk? Shown => talks.Shown;

    public void Begin(string counsellorId) => id = counsellorId;

    /// <summary>The person is gone: nothing of the citizens stays on the screen, also of readings that are under way.</summary>
    public void Close()
    {
        (closed, Board) = (true, null);
        talks.Clear();
    }

    public void Show(Talk talk) => talks.Show(talk);

    public void Forget(Talk talk) => talks.Forget(talk);

    /// <summary>A request that was opened by its receipt: this desk's own as ever, any other as that of a visitor.</summary>
    public void Open(DeskHandoffDetail read) => talks.Show(talks.HeldOf(read.Handoff.Receipt!) ?? talks.Receive(read));

    public void SystemTold() => SetBySystem = null;

    /// <summary>The database did not answer, here or in the events.</summary>
    public void Failed() => IsStale = true;

    public async Task ReadAsync(Talk talk, CancellationToken ct) => talk.Detail = await desk.HandoffAsync(id, talk.Receipt, before: null, ct);

    public async Task HearAsync(LiveItem item, CancellationToken ct)
    {
        if (item == LiveItem.DatabaseAway)
        {
            Failed();
            return;
        }
        var json = item.Json is null ? default : JsonSerializer.Deserialize<JsonElement>(item.Json);
        var talk = json.ValueKind == JsonValueKind.Object ? talks.Of(json.GetProperty("receipt").GetString()) : null;
        if (item.Kind == "activity" && talk is not null)
        {
            await HearWordsAsync(talk, json.Deserialize<ActivityView>(WireJson.Options)!, ct);
            return;
        }
        await RefreshAsync(ct);
        if (talk is { Gone: null }) await ReadAsync(talk, ct);
    }

    public async Task RefreshAsync(CancellationToken ct)
    {
        var turn = ++readings;
        var board = await DeskBoard.ReadAsync(desk, letters, id, ct);
        // A slow reading that began before one already shown would turn the screen back.
        if (turn < shownReading || closed) return;
        shownReading = turn;
        var before = Board?.Me.Presence;
        Board = board;
        IsStale = false;
        var now = Board.Me.Presence;
        if (before == Presence.Available && now != Presence.Available && !IsChoosing) SetBySystem = now;
        else if (now == Presence.Available) SetBySystem = null;

        var held = Board.Mine.Select(h => h.Receipt!).ToHashSet();
        foreach (var talk in talks.Held.Where(t => !held.Contains(t.Receipt))) await LetGoAsync(talk, ct);
        foreach (var receipt in held.Where(r => talks.HeldOf(r)?.Detail is null)) await TakeAsync(receipt, isNew: before is not null, ct);
    }

    /// <summary>A conversation that was lost while nobody was here stands in the list as one that goes before the counsellor's eyes does; it may come back to them.</summary>
    public async Task TellLostAsync(string receipt, CancellationToken ct)
    {
        var lost = talks.Of(receipt) ?? talks.Lose(receipt);
        await LetGoAsync(lost, ct);
        // Who lost a conversation was set off line with it, and may not have noticed either.
        SetBySystem = Presence.Offline;
        talks.ShowUnlessOther(lost, isOpened: false);
    }

    private async Task HearWordsAsync(Talk talk, ActivityView activity, CancellationToken ct)
    {
        if (!talk.Add(activity)) await ReadAsync(talk, ct);
        if (talk != Shown && activity.Author == Author.Citizen) talk.Unread++;
    }

    private async Task TakeAsync(string receipt, bool isNew, CancellationToken ct)
    {
        // There already, and empty, where its reading failed the last time: no event of it may come for long.
        var talk = talks.HeldOf(receipt) ?? talks.Take(receipt);
        await ReadAsync(talk, ct);
        talk.Unread = talk.Unanswered;
        talks.ShowUnlessOther(talk, isNew);
    }

    private async Task LetGoAsync(Talk talk, CancellationToken ct)
    {
        if (talk.Leaving)
        {
            talks.Forget(talk);
            return;
        }
        await ReadAsync(talk, ct);
        talk.Gone = Talk.Farewell(talk.Detail!.Handoff.State, await desk.LostByLineAsync(id, talk.Receipt, ct));
    }
}
