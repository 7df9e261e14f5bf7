using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>What the short and the long form run.</summary>
internal interface ICase
{
    /// <summary>As in docs/reliability.md.</summary>
    string Number { get; }

    string Name { get; }

    /// <summary>Citizens of the short form, each of whom is promised something; 0 where a case has a load of its own.</summary>
    int ShortCitizens => 0;

    Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log);
}

/// <summary>One way of breaking things while people use the service.</summary>
/// <param name="Number">As in docs/reliability.md.</param>
/// <param name="Name">What is done, in a few words.</param>
/// <param name="Short">The load inside ./test.</param>
/// <param name="Long">The load of <c>./run chaos --long</c>.</param>
/// <param name="BreakAsync">Does the breaking while the load runs, and leaves everything mended.</param>
internal sealed record ChaosCase(string Number, string Name, LoadPlan Short, LoadPlan Long, Func<Trial, Task> BreakAsync) : ICase
{
    /// <summary>The service of the case: the pair with the usual settings that cases share, unless said otherwise.</summary>
    public Func<Ground, Task<Service>> StartAsync { get; init; } = ground => ground.PairAsync();

    /// <summary>What the case looks at beyond what every case is judged by; gives breaches, and facts for the table.</summary>
    public Func<Trial, Task<IReadOnlyList<string>>> JudgeAsync { get; init; } = _ => Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Aims of speed of the long form that are told from what citizens and desks saw; others are in <see cref="Trial.Aims"/>.</summary>
    public Func<Verdict, IEnumerable<Aim>> Aims { get; init; } = _ => [];

    /// <summary>Promises of the short form that the breaking makes beside the load.</summary>
    public int ShortBeside { get; init; }

    public int ShortCitizens => Short.Citizens + ShortBeside;

    /// <summary>Citizens keep the pages of their requests open.</summary>
    public bool PagesStayOpen { get; init; }

    /// <summary>The gaps are what the case is about: a share of its load is fewer citizens, who come as fast.</summary>
    public bool GapsStay { get; init; }

    /// <summary>A share of the load is fewer pairs of nodes, and each has all of its own: with fewer citizens at a pair nothing would be in hand when it breaks.</summary>
    public bool PairKeepsItsLoad { get; init; }

    /// <summary>Counsellors of the long form; as many as usual unless said otherwise.</summary>
    public int LongCounsellors { get; init; } = Service.Counsellors;

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var clock = Stopwatch.StartNew();
        await SayAsync("servers and nodes start");
        var service = await StartAsync(ground);
        await using var own = service.IsShared ? null : service;
        await using var town = await Town.OpenAsync(service, ground.NewFolder("town"), isLong ? LongCounsellors : Service.Counsellors);
        var plan = !isLong ? Short : PairKeepsItsLoad ? Long : GapsStay ? Long.Fewer(ground.Share) : Long.Times(ground.Share);
        await SayAsync($"{plan.Citizens} citizens come, {plan.PerSecond} a second");
        await using var trial = new Trial(ground, service, town, isLong, SayAsync);
        town.Begin(plan, PagesStayOpen);
        await BreakAsync(trial);
        await town.Arriving;
        await SayAsync("the judge waits for rest");
        var verdict = await Judge.RunAsync(service, town);
        // Neither promised nor given up: the load itself has lost them, and says nothing of the service.
        var came = town.Ledger.Read().Select(p => p.Citizen).Concat(town.Witness.WithoutPromise.Keys).Distinct().Count();
        IEnumerable<string> missing = came < plan.Citizens ? [$"only {came} of {plan.Citizens} citizens came to an end"] : [];
        verdict = verdict with { Breaches = [.. verdict.Breaches, .. trial.Breaches, .. missing, .. await JudgeAsync(trial), .. trial.TooLittle()], Facts = trial.Facts };
        if (isLong) verdict = verdict with { Aims = [.. trial.Aims, .. Aims(verdict)] };
        await SayAsync($"{verdict}");
        return verdict;

        Task SayAsync(string what) => log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"case {Number} ({Name}), {clock.Elapsed.TotalSeconds:0.0} s: {what}"));
    }
}

/// <summary>What the breaking of a case works with.</summary>
internal sealed record Trial(Ground Ground, Service Service, Town Town, bool IsLong, Func<string, Task> SayAsync) : IAsyncDisposable
{
    private readonly Dictionary<Type, object> kept = [];

    /// <summary>For the table.</summary>
    public Dictionary<string, string> Facts { get; } = [];

    /// <summary>Keeps what the breaking made for the judging, and until it is over.</summary>
    public void Keep(object thing) => kept[thing.GetType()] = thing;

    public T Kept<T>() => (T)kept[typeof(T)];

    public async ValueTask DisposeAsync()
    {
        foreach (var thing in kept.Values.OfType<IAsyncDisposable>()) await thing.DisposeAsync();
    }

    private readonly List<(string What, int Seen, int Needed)> shown = [];

    /// <summary>What must have happened for the case to have shown anything: it is told, and too little of it is a breach.</summary>
    /// <param name="what">In a few words, for the table.</param>
    /// <param name="seen">How often.</param>
    /// <param name="needed">At least.</param>
    public void Shows(string what, int seen, int needed)
    {
        Facts[what] = seen.ToString(System.Globalization.CultureInfo.InvariantCulture);
        shown.Add((what, seen, needed));
    }

    public IEnumerable<string> TooLittle() => shown.Where(s => s.Seen < s.Needed).Select(s => $"the case has shown nothing: {s.What} {s.Seen}, and at least {s.Needed} were to be");

    /// <summary>What the breaking itself saw go wrong.</summary>
    public List<string> Breaches { get; } = [];

    /// <summary>How fast it was, as the breaking measured it; told in the long form.</summary>
    public List<Aim> Aims { get; } = [];

    /// <summary>Instants to come back to when everything is at rest (UTC).</summary>
    public Dictionary<string, DateTimeOffset> Marks { get; } = [];

    /// <summary>Citizens still come, or still press the button.</summary>
    public bool IsUnderLoad => !Town.Arriving.IsCompleted;

    /// <summary>Whether to break once more: for as long as citizens come; in the short form, where a slow machine would make it long, at most three times.</summary>
    public bool GoesOn(int rounds) => IsUnderLoad && (IsLong || rounds < 3);
}
