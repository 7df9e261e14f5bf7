using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Capability_borders
{
    [Fact]
    public void Nobody_calls_Steering_to_do_their_own_work()
    {
        Capabilities.Names.Should().Contain("Steering");

        Capabilities.Uses().Where(use => use.To == "Steering").Select(use => use.File.Path).Should().BeEmpty("Steering only listens");
    }

    [Fact]
    public void No_two_capabilities_need_each_other()
    {
        var uses = Capabilities.Uses().ToLookup(use => use.From);
        uses.Should().NotBeEmpty("the capabilities hand the citizen's word on");

        var circles = Capabilities.Names.Where(name => Reaches(name, name, [])).ToList();

        var ways = circles.SelectMany(name => uses[name]).Where(use => circles.Contains(use.To)).Select(use => $"{use.From} -> {use.To}: {use.File.Path}");
        string.Join('\n', ways).Should().BeEmpty("a circle of capabilities can only be changed as one: mend the direction that has fewer files");

        bool Reaches(string from, string goal, HashSet<string> seen) =>
            uses[from].Select(use => use.To).Distinct().Any(to => to == goal || (seen.Add(to) && Reaches(to, goal, seen)));
    }

    [Fact]
    public void Messages_leave_through_the_outbox_only()
    {
        Everywhere().Where(file => BusCalls().IsMatch(file.Code)).Select(file => file.Path)
            .Should().NotBeEmpty("the bus is used somewhere")
            .And.OnlyContain(path => path.StartsWith("src/ServiceRouter/Platform/", StringComparison.Ordinal),
                "a message that is not committed with its row can say what never happened");
    }

    [Fact]
    public void Nothing_is_sent_to_a_queue_address()
    {
        Everywhere().Where(file => QueueAddress().IsMatch(file.Text)).Select(file => file.Path)
            .Should().BeEmpty("it declares the queue again without its quorum argument, and the send then fails for ever (docs/adr/0002)");
    }

    [Fact]
    public void Every_consumer_keeps_words_out_of_its_failures()
    {
        var consumers = SourceFile.Below("src", "ServiceRouter").Where(file => Consumers().IsMatch(file.Code)).ToList();

        // The hints of the live screens carry no words and touch nothing that fails with any.
        consumers.Where(file => file.Name != "StreamHints.cs").Should().NotBeEmpty()
            .And.OnlyContain(file => Consumers().Count(file.Code) == Wordless().Count(file.Code), "MassTransit writes the text of a failure into its log and its headers");
    }

    [Fact]
    public void Only_Platform_knows_which_database_it_is()
    {
        SourceFile.Below("src", "ServiceRouter").Where(file => DatabaseMakers().IsMatch(file.Code)).Select(file => file.Path)
            .Should().NotBeEmpty("Platform chooses between two databases")
            .And.OnlyContain(path => path.StartsWith("src/ServiceRouter/Platform/", StringComparison.Ordinal));
    }

    [Fact]
    public void Web_requests_end_at_the_edge()
    {
        SourceFile.Below("src", "ServiceRouter")
            .Where(file => WebRequests().IsMatch(file.Code) && Capabilities.Of(file) != "Channels")
            .Select(file => file.Path)
            .Should().OnlyContain(path => EdgeFile().IsMatch(path), "what decides can then be called from anywhere, and tested without a web server");
    }

    [Fact]
    public void No_method_is_async_void()
    {
        Everywhere().Where(file => AsyncVoid().IsMatch(file.Code)).Select(file => file.Path)
            .Should().BeEmpty("its failure would end the process");
    }

    private static IReadOnlyList<SourceFile> Everywhere() => SourceFile.Below("src");

    [GeneratedRegex(@"\b(IBus|IPublishEndpoint|ISendEndpoint|ISendEndpointProvider|IMessageScheduler)\b")]
    private static partial Regex BusCalls();

    [GeneratedRegex(@"\bIConsumer<")]
    private static partial Regex Consumers();

    [GeneratedRegex(@"\bWithoutWordsAsync\(\)")]
    private static partial Regex Wordless();

    [GeneratedRegex("\"queue:")]
    private static partial Regex QueueAddress();

    [GeneratedRegex(@"\b(Npgsql\w*|Microsoft\.Data\.Sqlite|Sqlite\w+|UseSqlite)\b")]
    private static partial Regex DatabaseMakers();

    [GeneratedRegex(@"\b(HttpContext|HttpRequest|HttpResponse|IHttpContextAccessor)\b")]
    private static partial Regex WebRequests();

    [GeneratedRegex(@"(Module|Endpoints?|Api|Stream)\.cs$")]
    private static partial Regex EdgeFile();

    [GeneratedRegex(@"\basync\s+void\b")]
    private static partial Regex AsyncVoid();
}
