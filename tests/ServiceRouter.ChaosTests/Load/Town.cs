using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Everyone around the service during a case: citizens who come by the timetable, counsellors at their desks, and what they saw.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly List<Desk> desks = [];
    private readonly List<Task> work = [];

    private Town(Fronts fronts, PromiseLedger ledger) => (Fronts, Ledger, Witness) = (fronts, ledger, new Witness(ledger));

    public Fronts Fronts { get; }

    public PromiseLedger Ledger { get; }

    public Witness Witness { get; }

    /// <summary>Ends when every citizen of the plan has come and gone.</summary>
    public Task Arriving { get; private set; } = Task.CompletedTask;

    /// <summary>All counsellors are at their desks.</summary>
    public static async Task<Town> OpenAsync(Service service, string folder)
    {
        var town = new Town(new Fronts(service.Nodes), PromiseLedger.Create(Path.Combine(folder, "promises")));
        for (var number = 1; number <= Service.Counsellors; number++)
        {
            var desk = new Desk($"conseiller{number}", number, town.Fronts, town.Witness);
            await desk.OpenAsync(town.end.Token);
            town.desks.Add(desk);
            town.work.Add(desk.WorkAsync(town.end.Token));
        }
        return town;
    }

    public IReadOnlyList<Desk> Desks => desks;

    public void Begin(LoadPlan plan) =>
        Arriving = Arrivals.RunAsync(plan, (number, due) => new Citizen(number, Fronts, Witness).LiveAsync(due, end.Token));

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll([Arriving, .. work]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        desks.ForEach(d => d.Dispose());
        Fronts.Dispose();
        Ledger.Dispose();
        end.Dispose();
    }
}
