using Npgsql;
using RabbitMQ.Client;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>Two nodes of the service on a database and a virtual host of their own.</summary>
internal sealed class Service : IAsyncDisposable
{
    /// <summary>Counsellors that have an account.</summary>
    public const int Counsellors = 24;

    private const int MostTries = 3;

    // As infra/systemd has it: on one machine, what people use goes before what works behind.
    private const int BehindOthers = 10;

    private readonly List<RouterNode> nodes = [];
    private readonly List<RouterNode> behind = [];

    private readonly string program;

    private Service(Ground ground, string database, BrokerAddress broker) => (program, Database, Broker) = (ground.Program, database, broker);

    /// <summary>Those that citizens and counsellors use.</summary>
    public IReadOnlyList<RouterNode> Nodes => nodes;

    /// <summary>With those that nobody uses and that do the work behind, where roles are apart.</summary>
    public IEnumerable<RouterNode> Processes => nodes.Concat(behind);

    /// <summary>Connection string, for the judge.</summary>
    public string Database { get; }

    /// <summary>Its virtual host.</summary>
    public BrokerAddress Broker { get; }

    /// <summary>Other cases use it too: see <see cref="Ground.PairAsync"/>.</summary>
    public bool IsShared { get; set; }

    /// <param name="ground">Where it stands.</param>
    /// <param name="settings">Beyond the usual.</param>
    public static async Task<Service> StartAsync(Ground ground, params (string Key, string Value)[] settings) =>
        await StartAsync(ground, await (await ground.Postgres).NewDatabaseAsync(), settings);

    /// <summary>The same on a database of the caller.</summary>
    public static Task<Service> StartAsync(Ground ground, string database, params (string Key, string Value)[] settings) =>
        StartAsync(ground, database, _ => [], settings);

    /// <summary>The same with nodes that run another program.</summary>
    /// <param name="ground">Where it stands.</param>
    /// <param name="program">What they run: see <see cref="NodeWithParts"/>.</param>
    /// <param name="rolesApart">Two nodes serve pages and desks, two more consume messages, at the lower priority of infra/systemd; else each of two does all.</param>
    /// <param name="settings">Beyond the usual.</param>
    public static async Task<Service> StartAsync(Ground ground, string[] program, bool rolesApart, params (string Key, string Value)[] settings) =>
        await StartAsync(ground, await (await ground.Postgres).NewDatabaseAsync(), _ => [], program, rolesApart, settings);

    /// <summary>What <c>./run COMMAND</c> says on this service, whatever its nodes run.</summary>
    /// <exception cref="InvalidOperationException">It ended with a fault; with all that it said.</exception>
    public Task<string> CommandAsync(string command) => nodes[0].CommandAsync(program, command);

    public Task<IConnection> ConnectToBrokerAsync() => RabbitServer.ConnectAsync(Broker);

    /// <summary>The same with settings, or variables of the environment, of one node alone.</summary>
    public static Task<Service> StartAsync(Ground ground, string database, Func<string, (string Key, string Value)[]> ofNode, params (string Key, string Value)[] settings) =>
        StartAsync(ground, database, ofNode, [ground.Program], rolesApart: false, settings);

    private static async Task<Service> StartAsync(
        Ground ground, string database, Func<string, (string Key, string Value)[]> ofNode, string[] program, bool rolesApart, (string Key, string Value)[] settings)
    {
        var broker = await ground.Broker;
        var address = await broker.NewVirtualHostAsync();
        var service = await StartNodesAsync(ground, new Service(ground, database, address), broker.SettingsOf(address), ofNode, program, rolesApart, settings);
        await broker.SettleQueuesAsync();
        return service;
    }

    /// <summary>The same on servers of the caller.</summary>
    public static Task<Service> StartAsync(Ground ground, string database, BrokerAddress broker, params (string Key, string Value)[] settings) =>
        StartAsync(ground, database, broker, _ => [], settings);

    /// <summary>The same with settings of one node alone.</summary>
    public static Task<Service> StartAsync(Ground ground, string database, BrokerAddress broker, Func<string, (string Key, string Value)[]> ofNode, params (string Key, string Value)[] settings) =>
        StartNodesAsync(ground, new Service(ground, database, broker), broker.Settings, ofNode, [ground.Program], rolesApart: false, settings);

    private static async Task<Service> StartNodesAsync(
        Ground ground, Service service, IEnumerable<KeyValuePair<string, string?>> broker, Func<string, (string Key, string Value)[]> ofNode, string[] program, bool rolesApart, (string Key, string Value)[] settings)
    {
        var common = Settings(ground, service.Database, broker, settings);
        service.nodes.AddRange(new[] { "node-a", "node-b" }.Select(name => Node(name, rolesApart ? "Front,Desk" : "")));
        if (rolesApart) service.behind.AddRange(new[] { "router-a", "router-b" }.Select(name => Node(name, "Router,Jobs", BehindOthers)));
        foreach (var node in service.Processes)
            await node.StartAsync();
        return service;

        RouterNode Node(string name, string roles, int nice = 0) => new(
            name, ground.NewFolder(name), common.Append(KeyValuePair.Create("Roles", (string?)roles)).Concat(ofNode(name).Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))), program) { Nice = nice };
    }

    /// <summary>What every node of a service is given.</summary>
    public static Dictionary<string, string?> Settings(Ground ground, string database, IEnumerable<KeyValuePair<string, string?>> broker, params (string Key, string Value)[] settings)
    {
        var common = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Demo",
            ["DOTNET_hostBuilder:reloadConfigOnChange"] = "false",
            ["Demo:Counsellors"] = $"{Counsellors}",
            ["Storage:Provider"] = "Postgres",
            ["Storage:ConnectionString"] = database,
            // Shared by nodes that serve the desk: a token of one is good at the other.
            ["SignIn:StateDirectory"] = ground.NewFolder("state"),
            // The load generator is the balancer that tells each citizen's address.
            ["Limits:TrustedProxies"] = "127.0.0.1",
            // Short, so that a case does not wait a minute for each counsellor that it loses.
            ["Desk:Lease"] = "00:00:15",
            ["Desk:OfferTimeout"] = "00:00:15",
            // A desk that answered too late because its node was gone is asked again at once.
            ["Routing:AskAgainAfter"] = "00:00:01",
        };
        foreach (var (key, value) in broker)
            common[key] = value;
        foreach (var (key, value) in settings)
            common[key] = value;
        return common;
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public Task RunAsync(string sql) => QueryAsync<bool>(sql, _ => true);

    /// <summary>The database's clock.</summary>
    public async Task<DateTimeOffset> NowAsync() => (await QueryAsync("select clock_timestamp()", r => r.GetFieldValue<DateTimeOffset>(0)))[0];

    /// <summary>One row after the other; connections are not kept.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database) { Pooling = false, Timeout = 60 }.ConnectionString);
        await OpenAsync(connection);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    // A machine on which a hundred processes have something to do may not accept within a minute: no judge goes home for that.
    private static async Task OpenAsync(NpgsqlConnection connection)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException && tries < MostTries)
            {
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Processes)
            await node.DisposeAsync();
    }
}
