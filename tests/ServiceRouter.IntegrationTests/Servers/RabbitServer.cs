using MassTransit;
using RabbitMQ.Client;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>A RabbitMQ node of this run alone, started with the files of infra/rabbitmq, or the one of SR_TEST_RABBITMQ.</summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private const string Owner = "rabbitmq";
    private const string Scripts = "/usr/lib/rabbitmq/bin";
    private readonly string? folder;
    private readonly Dictionary<string, string> environment = [];
    private GuardedProcess? portMapper;
    private GuardedProcess? process;

    private readonly RabbitServer? first;
    private readonly int hostsAtOnce;
    private readonly Queue<string> spare = new();
    private readonly SemaphoreSlim oneAtATime = new(1);

    private RabbitServer(BrokerAddress address, string? folder, RabbitServer? first = null, int hostsAtOnce = 1) =>
        (Address, this.folder, this.first, this.hostsAtOnce) = (address, folder, first, hostsAtOnce);

    /// <summary>The virtual host of the definitions file.</summary>
    public BrokerAddress Address { get; }

    /// <param name="folder">For its files.</param>
    /// <param name="hostsAtOnce">Virtual hosts that one run of rabbitmqctl makes, which takes a second of processor however many; a broker that is stopped starts faster with few.</param>
    public static async Task<RabbitServer> StartAsync(string folder, int hostsAtOnce = 1)
    {
        if (!File.Exists($"{Scripts}/rabbitmq-server"))
            throw new InvalidOperationException("RabbitMQ is not installed: run ./test as root once, or install the package rabbitmq-server, or set SR_TEST_RABBITMQ.");

        var address = new BrokerAddress("127.0.0.1", FreePort.Next(), BrokerDefinitions.VirtualHost, BrokerDefinitions.User, $"{NewId.NextGuid():N}");
        var server = new RabbitServer(address, folder, hostsAtOnce: hostsAtOnce);
        await server.PrepareAsync(folder);
        await server.StartAsync();
        return server;
    }

    /// <summary>One more node of the cluster of <paramref name="first"/>: with a member of its every quorum queue that is declared from now on.</summary>
    public static async Task<RabbitServer> JoinAsync(RabbitServer first, string folder)
    {
        var server = new RabbitServer(first.Address with { Port = FreePort.Next() }, folder, first);
        await server.PrepareAsync(folder);
        await server.StartAsync();
        await server.ControlAsync("stop_app");
        await server.ControlAsync("join_cluster", first.environment["RABBITMQ_NODENAME"]);
        await server.ControlAsync("start_app");
        return server;
    }

    /// <summary>A broker that somebody else runs, has given the policies of infra/rabbitmq, and that is never stopped.</summary>
    public static RabbitServer At(BrokerAddress address) => new(address, folder: null);

    /// <summary>Starts again on the same port with the same files after <see cref="StopAsync"/> or <see cref="KillAsync"/>.</summary>
    public async Task StartAsync()
    {
        var own = Own();
        process = GuardedProcess.Start(own, Path.Combine(own, "output"), "KILL", Owner, environment, $"{Scripts}/rabbitmq-server");
        await Readiness.WaitAsync("RabbitMQ", process, async () =>
        {
            await using var connection = await ConnectAsync(Address);
        });
    }

    /// <summary>Orderly: connections are closed, everything is written.</summary>
    public async Task StopAsync()
    {
        Own();
        await process!.EndAsync("TERM");
    }

    /// <summary>
    /// Has the node write down which quorum queues it has. RabbitMQ 3.10.8 does this some seconds late: a queue that is
    /// younger when the node is killed keeps its messages but never gets a leader again, and every use of it hangs.
    /// Call this after declaring, before <see cref="KillAsync"/>; messages are not concerned.
    /// </summary>
    public Task SettleQueuesAsync() => ControlAsync("eval", "[dets:sync(Table) || Table <- dets:all()].");

    /// <summary>kill -9 of the node.</summary>
    public async Task KillAsync()
    {
        Own();
        await process!.EndAsync("KILL");
    }

    /// <returns>A new virtual host with the users, policies and dead-letter queue of infra/rabbitmq.</returns>
    /// <remarks>On a foreign broker always its one virtual host.</remarks>
    public async Task<BrokerAddress> NewVirtualHostAsync()
    {
        if (folder is null)
            return Address;
        await oneAtATime.WaitAsync();
        try
        {
            if (spare.Count == 0) await AddVirtualHostsAsync(folder);
            return Address with { VirtualHost = spare.Dequeue() };
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private async Task AddVirtualHostsAsync(string own)
    {
        string[] hosts = [.. Enumerable.Range(0, hostsAtOnce).Select(_ => $"sr-{NewId.NextGuid():N}")];
        var file = Path.Combine(own, $"{hosts[0]}.json");
        await File.WriteAllTextAsync(file, BrokerDefinitions.With(hosts, Address.Password));
        await ControlAsync("import_definitions", file);
        foreach (var host in hosts) spare.Enqueue(host);
    }

    /// <summary>Loses everything that a stopped node had: it starts again as a new broker with the definitions of infra/rabbitmq.</summary>
    public void Empty() => Directory.Delete(Path.Combine(Own(), "mnesia"), recursive: true);

    /// <summary>Runs rabbitmqctl on this node; each call takes about a second.</summary>
    public Task<string> ControlAsync(params string[] arguments)
    {
        Own();
        return Account.RunAsync(environment,
            [.. Account.Prefix(Owner), $"{Scripts}/rabbitmqctl", "-q", "-n", environment["RABBITMQ_NODENAME"], .. arguments]);
    }

    public static Task<IConnection> ConnectAsync(BrokerAddress address) => new ConnectionFactory
    {
        HostName = address.Host,
        Port = address.Port,
        VirtualHost = address.VirtualHost,
        UserName = address.User,
        Password = address.Password,
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync();

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        if (portMapper is not null)
            await portMapper.DisposeAsync();
        oneAtATime.Dispose();
    }

    private async Task PrepareAsync(string own)
    {
        string At(string name) => Path.Combine(own, name);
        Directory.CreateDirectory(At("conf.d"));
        File.Copy(RepositoryRoot.File("infra", "rabbitmq", "rabbitmq.conf"), At("rabbitmq.conf"));
        await File.WriteAllTextAsync(At("definitions.json"), BrokerDefinitions.With([Address.VirtualHost], Address.Password));
        await File.WriteAllTextAsync(At("conf.d/90-tests.conf"), $"""
            load_definitions = {At("definitions.json")}
            listeners.tcp.default = 127.0.0.1:{Address.Port}

            """);
        // Without the management plugins of production: half the start-up time.
        await File.WriteAllTextAsync(At("plugins"), "[].\n");

        environment["HOME"] = first?.folder ?? own; // the Erlang cookie of this cluster alone
        environment["LANG"] = "C.UTF-8";
        // Schedulers that have nothing to do sleep: by default they spin, on the processors that the tests need.
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none";
        environment["ERL_EPMD_PORT"] = first?.environment["ERL_EPMD_PORT"] ?? $"{FreePort.Next()}";
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        // Ours is guarded; one that the node or rabbitmqctl starts for itself would stay behind as a daemon.
        environment["ERL_AFLAGS"] = "-start_epmd false";
        environment["RABBITMQ_NODENAME"] = $"sr{Address.Port}@localhost";
        environment["RABBITMQ_DIST_PORT"] = $"{FreePort.Next()}";
        environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        environment["RABBITMQ_CONFIG_FILE"] = At("rabbitmq.conf");
        environment["RABBITMQ_CONFIG_FILES"] = At("conf.d");
        environment["RABBITMQ_ADVANCED_CONFIG_FILE"] = At("advanced.config");
        environment["RABBITMQ_GENERATED_CONFIG_DIR"] = At("generated");
        environment["RABBITMQ_SCHEMA_DIR"] = At("schema");
        environment["RABBITMQ_MNESIA_BASE"] = At("mnesia");
        environment["RABBITMQ_LOG_BASE"] = At("log");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = At("plugins");
        environment["RABBITMQ_PID_FILE"] = At("pid");
        // The start script then becomes the node instead of waiting for it, and signals reach the node.
        environment["RUNNING_UNDER_SYSTEMD"] = "true";

        await Account.OwnAsync(Owner, own);
        if (first is null)
            portMapper = GuardedProcess.Start(own, At("epmd"), "KILL", Owner, environment, "epmd");
    }

    private string Own() => folder ?? throw new InvalidOperationException("SR_TEST_RABBITMQ names a broker that is not ours to stop or start: run this test without it.");
}
