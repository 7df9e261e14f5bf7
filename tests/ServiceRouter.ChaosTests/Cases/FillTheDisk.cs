using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 5: a node whose two other doors are shut fills the small disk of its journal; then a byte of one record is turned and another is cut short
/// while it stands still; then the disk under the database fills. Whoever got a receipt is in the database in the end, but for the turned record,
/// which is reported and kept; whoever got none is not.
/// </summary>
internal sealed class FillTheDisk : ICase, IDisposable
{
    private const string SmallJournal = "64k";
    private const string RoomAgain = "4m";
    private const string SmallDatabase = "32m";
    private const string DiskFull = "No space left on device";
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // In the order in which they were promised.
    private readonly ConcurrentQueue<string> promises = new();
    private readonly List<string> breaches = [];
    private readonly Dictionary<string, string> facts = [];
    private int refused;
    private HttpClient? http;

    public string Number => "5";

    public string Name => "journal full, a record cut short, a byte turned; database full";

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var servers = await ground.Lone;
        await using var journalDisk = await SmallDisk.MountAsync(ground, SmallJournal, Environment.UserName);
        await using var databaseDisk = await SmallDisk.MountAsync(ground, SmallDatabase, "postgres");
        await servers.Postgres.ExecuteAsync($"create tablespace small location '{databaseDisk.Folder}'");
        var database = await servers.Postgres.NewDatabaseAsync(" tablespace small");
        var broker = await servers.Broker.NewVirtualHostAsync();
        await servers.StopAsync();
        await using (var node = new RouterNode("node-a", ground.NewFolder("node-a"), Service.Settings(ground, database, broker.Settings,
            ("Storage:Directory", journalDisk.Folder), ("Doors:JournalFileBytes", "8192"), ("Doors:DatabaseTimeout", "00:00:00.300"), ("Doors:BrokerTimeout", "00:00:00.100")), ground.Program))
        {
            await FillTheJournalAsync(node, journalDisk, log);
            var turned = await DamageTheJournalAsync(node, servers, journalDisk, database, log);
            await FillTheDatabaseAsync(node, databaseDisk, database, turned, log);
            breaches.AddRange(await AtRest.RegisterAgreesAsync([node]));
            breaches.AddRange(await AtRest.LogIsWholeAsync(() => node.CommandAsync(ground.Program, AtRest.VerifyLog)));
        }
        // The server outlives this case, and the disk does not.
        await servers.Postgres.ExecuteAsync($"drop database {new NpgsqlConnectionStringBuilder(database).Database} with (force)");
        await servers.Postgres.ExecuteAsync("drop tablespace small");
        return new Verdict { Promises = promises.Count - 1, Recovered = 0, WithoutPromise = 0, Unexpected = 0, Breaches = breaches, Visible = [], Facts = facts };
    }

    private async Task FillTheJournalAsync(RouterNode node, SmallDisk journalDisk, TextWriter log)
    {
        await node.StartAsync();
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = node.Address };
        await log.WriteLineAsync("case 5: the node has started with database and broker away; its journal is filled");
        while (refused == 0) await AskAsync(AtOnce);
        var written = promises.Count;
        await journalDisk.GrowAsync(RoomAgain);
        var seen = refused;
        await AskAsync(1);
        if (promises.Count != written + 1) breaches.Add($"no recovery: there is room again, and {refused - seen} requests are refused");
        facts["records until it was full"] = written.ToString(CultureInfo.InvariantCulture);
        facts["refused"] = refused.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<string> DamageTheJournalAsync(RouterNode node, LoneServers servers, SmallDisk journalDisk, string database, TextWriter log)
    {
        await node.KillAsync();
        var turned = await DamageAsync(journalDisk.Folder);
        await log.WriteLineAsync($"case 5: a byte of the record of {turned} is turned, another record is cut short; the servers start");
        await servers.Postgres.StartAsync();
        await servers.Broker.StartAsync();
        await node.StartAsync();
        await AreInDatabaseAsync(database, [.. promises.Where(p => p != turned)]);
        Report(node, turned, journalDisk.Folder);
        return turned;
    }

    private async Task FillTheDatabaseAsync(RouterNode node, SmallDisk databaseDisk, string database, string turned, TextWriter log)
    {
        await log.WriteLineAsync("case 5: the disk under the database is filled");
        var (filler, before) = (databaseDisk.Fill(), promises.Count);
        var clock = Stopwatch.StartNew();
        while (!node.Log.Contains(DiskFull, StringComparison.Ordinal) && clock.Elapsed < Patience) await AskAsync(AtOnce);
        await AskAsync(AtOnce);
        facts["promises with the database full"] = (promises.Count - before).ToString(CultureInfo.InvariantCulture);
        if (clock.Elapsed >= Patience) breaches.Add($"the database never was full: the case has shown nothing\n{string.Join('\n', node.Log.Split('\n').TakeLast(30))}");
        File.Delete(filler);
        var rows = await AreInDatabaseAsync(database, [.. promises.Where(p => p != turned)]);
        // Whoever was refused was told numbers and given no receipt; a door that was not waited for any more may have taken the wish all the same.
        var more = rows.Count - (promises.Count - 1);
        if (more < 0 || more > refused) breaches.Add($"doubled: {rows.Count} requests, and {promises.Count - 1} receipts that can be read, and {refused} who were refused");
        facts["requests of those who were refused"] = more.ToString(CultureInfo.InvariantCulture);
    }

    public void Dispose() => http?.Dispose();

    /// <summary>Some citizens at once, each with one press on the button.</summary>
    private Task AskAsync(int citizens) => Task.WhenAll(Enumerable.Range(0, citizens).Select(async _ =>
    {
        var answer = await Fronts.TryAsync(http!, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/humain") { Content = new FormUrlEncodedContent([]) };
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            return request;
        }, CancellationToken.None);
        if (answer is { Status: 302, Location: { } address } && address.StartsWith("/demande/", StringComparison.Ordinal))
        {
            promises.Enqueue(address["/demande/".Length..]);
            return;
        }
        Interlocked.Increment(ref refused);
        if (answer is not { Status: 503 } || !answer.Body.Contains("tel:3939", StringComparison.Ordinal) || answer.Body.Contains("class=\"code\"", StringComparison.Ordinal))
            lock (breaches) breaches.Add($"unclear: a request that was not written is answered {answer?.Status} without a way to a person");
    }));

    /// <summary>Turns one bit of a record in the middle, and leaves the first half of one at the end, as a node does that is killed while it writes.</summary>
    /// <returns>The receipt whose record can no longer be read.</returns>
    private async Task<string> DamageAsync(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.journal", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var turned = promises.ElementAt(promises.Count / 2);
        var code = Encoding.UTF8.GetBytes(turned.Replace("-", "", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file);
            if (bytes.AsSpan().IndexOf(code) is < 0 and var nowhere) continue;
            bytes[bytes.AsSpan().IndexOf(code) + 3] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
        }
        var last = await File.ReadAllBytesAsync(files[^1]);
        await using var end = new FileStream(files[^1], FileMode.Append);
        await end.WriteAsync(last.AsMemory(0, last.AsSpan().IndexOf((byte)'\n') / 2));
        return turned;
    }

    private void Report(RouterNode node, string turned, string folder)
    {
        if (!node.Log.Contains("are damaged; they are kept in", StringComparison.Ordinal)) breaches.Add("in silence: the log says nothing of the damaged record");
        if (!node.Log.Contains("was cut short", StringComparison.Ordinal)) breaches.Add("in silence: the log says nothing of the record that was cut short");
        if (!Directory.EnumerateFiles(folder, "*.damaged", SearchOption.AllDirectories).Any()) breaches.Add($"thrown away: the bytes of {turned} are not kept");
    }

    private async Task<List<string>> AreInDatabaseAsync(string database, IReadOnlyList<string> expected)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var rows = await ReceiptsAsync(database);
            var missing = expected.Except(rows).ToList();
            if (missing.Count == 0) return rows;
            if (clock.Elapsed > Patience)
            {
                breaches.AddRange(missing.Select(receipt => $"lost: {receipt} is not in the database"));
                return rows;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static async Task<List<string>> ReceiptsAsync(string database)
    {
        var receipts = new List<string>();
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("select receipt from handoffs order by asked_at", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) receipts.Add(Rows.Print(reader.GetString(0)));
        }
        catch (PostgresException)
        {
            // Its tables are not there yet, or it is just starting.
        }
        return receipts;
    }
}
