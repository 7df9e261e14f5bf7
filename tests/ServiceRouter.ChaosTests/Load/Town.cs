using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Everyone around the service during a case: citizens who come by the timetable, counsellors at their desks, and what they saw.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly List<Desk> desks = [];
    private readonly List<Task> work = [];
    private LoadPlan? plan;

    private Town(Fronts fronts, PromiseLedger ledger, DateTimeOffset since) => (Fronts, Ledger, Witness, Since) = (fronts, ledger, new Witness(ledger), since);

    public Fronts Fronts { get; }

    public PromiseLedger Ledger { get; }

    public Witness Witness { get; }

    /// <summary>Opened then, by the database's clock: what was asked before is not of this case.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The pages that citizens keep open; null when nobody does.</summary>
    public CitizenScreens? Screens { get; private set; }

    /// <summary>Ends when every citizen of the plan has come and gone.</summary>
    public Task Arriving { get; private set; } = Task.CompletedTask;

    /// <summary>All counsellors are at their desks.</summary>
    /// <param name="service">What they use.</param>
    /// <param name="folder">Of the ledger.</param>
    /// <param name="counsellors">How many of the demo's counsellors come.</param>
    /// <param name="fronts">How they reach its nodes, when not directly.</param>
    public static async Task<Town> OpenAsync(Service service, string folder, int counsellors = Service.Counsellors, IEnumerable<Uri>? fronts = null)
    {
        var town = new Town(new Fronts(fronts ?? service.Nodes.Select(n => n.Address)), PromiseLedger.Create(Path.Combine(folder, "promises")), await service.NowAsync());
        var heard = (await service.QueryAsync("select counsellor_id, max(number) from desk_events group by 1", r => (User: r.GetString(0), Last: r.GetInt64(1)))).ToDictionary(h => h.User, h => h.Last);
        for (var number = 1; number <= counsellors; number++)
        {
            var desk = new Desk($"conseiller{number}", number, heard.GetValueOrDefault($"conseiller{number}"), town.Fronts, town.Witness);
            await desk.OpenAsync(town.end.Token);
            town.desks.Add(desk);
            town.work.Add(desk.WorkAsync(town.end.Token));
        }
        return town;
    }

    public IReadOnlyList<Desk> Desks => desks;

    /// <summary>Messages that a citizen of the plan writes.</summary>
    public int MessagesOfEach => plan?.Messages ?? 0;

    /// <summary>Whether the times of this promise count: of the plan's citizens, after the first of them.</summary>
    public bool IsTimed(int citizen) => plan is null || (citizen >= plan.Untimed && citizen < plan.Citizens);

    /// <param name="plan">Who comes, and when.</param>
    /// <param name="keepOpen">Each citizen keeps the page of the request open, with its live stream.</param>
    public void Begin(LoadPlan plan, bool keepOpen = false)
    {
        this.plan = plan;
        if (keepOpen) Screens = new CitizenScreens(Fronts, end.Token);
        Arriving = Arrivals.RunAsync(plan, (number, due) => new Citizen(number, plan.Messages, Fronts, Witness, Screens).LiveAsync(due, end.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll([Arriving, .. work, .. Screens?.Following ?? []]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        desks.ForEach(d => d.Dispose());
        Fronts.Dispose();
        Ledger.Dispose();
        end.Dispose();
    }
}
