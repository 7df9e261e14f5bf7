using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Service;

/// <summary>The built service as a process of its own, in the production set-up or embedded, with demo accounts.</summary>
internal static class ServiceProgram
{
    public const string ReadyPath = "/health/live";

    /// <summary>As <c>./run</c> built it, same configuration as this program, unless one that was published is named.</summary>
    public static string Assembly { get; private set; } = RepositoryRoot.File("src", "ServiceRouter.Host", "bin", Configuration, "net10.0", "ServiceRouter.Host.dll");

    /// <summary>Measures what <c>dotnet publish</c> has put into that folder, such as the image runs.</summary>
    /// <exception cref="ArgumentException">No program is there.</exception>
    public static void Measure(string folder)
    {
        var assembly = Path.GetFullPath(Path.Combine(folder, "ServiceRouter.Host.dll"));
        Assembly = File.Exists(assembly) ? assembly : throw new ArgumentException($"{assembly} is not there");
        IsPublished = true;
    }

    public static bool IsPublished { get; private set; }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>PostgreSQL and RabbitMQ of the run; every role in the one process.</summary>
    /// <param name="servers">Of the run.</param>
    /// <param name="counsellors">Accounts, at least.</param>
    /// <param name="more">Settings for the place that the service got.</param>
    public static async Task<(ChildProgram Program, string Database)> StartProductionAsync(
        TestServers servers, int counsellors, Func<ChildProgram.Place, IEnumerable<string>>? more = null)
    {
        var (database, broker) = (await servers.NewDatabaseAsync(), await servers.NewVirtualHostAsync());
        return (await StartNodeAsync(SettingsOf(database, broker, counsellors), more), database);
    }

    /// <summary>A node with these settings.</summary>
    /// <param name="environment">Of <see cref="SettingsOf"/>, and what is added to it.</param>
    /// <param name="more">Settings for the place that the node got.</param>
    public static Task<ChildProgram> StartNodeAsync(IReadOnlyDictionary<string, string> environment, Func<ChildProgram.Place, IEnumerable<string>>? more = null) =>
        ChildProgram.StartAsync("service", Assembly, ReadyPath, place => [.. Arguments(place), .. more?.Invoke(place) ?? []], environment);

    /// <summary>The settings of the nodes and commands of one service.</summary>
    /// <param name="database">Its connection string.</param>
    /// <param name="broker">Its virtual host.</param>
    /// <param name="counsellors">Accounts, at least.</param>
    public static Dictionary<string, string> SettingsOf(string database, BrokerAddress broker, int counsellors) =>
        new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "Postgres",
            ["Storage:ConnectionString"] = database,
            // One address plays all citizens.
            ["Limits:PagesPerSecond"] = "100000",
            ["Limits:PagesAtOnce"] = "100000",
            ["Limits:PagesTogether"] = "100000",
            ["Limits:AsksPerSecond"] = "100000",
            ["Limits:AsksAtOnce"] = "100000",
            ["Limits:AsksTogether"] = "100000",
            ["Demo:Counsellors"] = $"{Math.Max(counsellors, DemoCounsellors.All.Count)}",
        }.Concat(broker.Settings).Append(new("ASPNETCORE_ENVIRONMENT", "Demo")).ToDictionary(s => s.Key.Replace(":", "__", StringComparison.Ordinal), s => s.Value ?? "");

    private static IEnumerable<string> Arguments(ChildProgram.Place place) =>
        ["--urls", $"http://127.0.0.1:{place.Port}", "--Storage:Directory", Path.Combine(place.Folder, "storage")];
}
