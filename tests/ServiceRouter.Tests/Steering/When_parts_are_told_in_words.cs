using ServiceRouter.Host.Steering;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Tests.Steering;

/// <summary>The lines of the panel and the desk's banner say the same as its head: nobody reads that a request is recorded where none can be.</summary>
public sealed class When_parts_are_told_in_words
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void With_all_doors_shut_nothing_says_that_requests_are_recorded()
    {
        var all = Parts((Part.Database, PartState.Away), (Part.Broker, PartState.Away), (Part.Journal, PartState.Away), (Part.Flows, PartState.Away));
        var told = Told(all);

        PartWords.Sentence(all).Should().StartWith("Ce serveur ne peut plus enregistrer de demande.");
        told.Should().NotContain("reçoivent un récépissé").And.NotContain("sont gardées").And.NotContain("toujours").And.NotContain("un conseiller leur est proposé");
        told.Should().Contain("sans récépissé").And.Contain("numéros de téléphone");
    }

    [Fact]
    public void A_bus_in_memory_is_no_door() =>
        Told(Parts((Part.Database, PartState.Away), (Part.Broker, PartState.NotConfigured), (Part.Journal, PartState.Away))).Should().NotContain("reçoivent un récépissé").And.NotContain("sont gardées");

    [Fact]
    public void A_database_of_another_version_sends_people_elsewhere_and_nothing_says_otherwise()
    {
        var all = Parts((Part.Database, PartState.Wrong), (Part.Broker, PartState.Away));

        PartWords.Sentence(all).Should().Contain("n'est pas à la version de ce serveur").And.NotContain("numéros de téléphone");
        Told(all).Should().Contain("un autre serveur s'il y en a un").And.NotContain("ne répond pas").And.NotContain("reçoivent un récépissé").And.NotContain("sont gardées").And.NotContain("leur sont toujours proposées");
    }

    [Theory]
    [InlineData(PartState.Works, PartState.Works)]
    [InlineData(PartState.Works, PartState.Away)]
    [InlineData(PartState.Away, PartState.Works)]
    internal void Without_the_database_requests_are_kept_as_long_as_another_door_is_open(PartState broker, PartState journal)
    {
        var all = Parts((Part.Database, PartState.Away), (Part.Broker, broker), (Part.Journal, journal));

        PartWords.Sentence(all).Should().Contain("sont toujours enregistrées");
        Told(all).Should().Contain("reçoivent un récépissé").And.Contain("Les demandes des usagers sont gardées").And.NotContain("leur sont toujours proposées", "without the database nothing is offered");
    }

    [Fact]
    public void Without_the_broker_alone_requests_are_offered() =>
        Told(Parts((Part.Broker, PartState.Away))).Should().Contain("les demandes leur sont toujours proposées");

    [Fact]
    public void A_provider_that_takes_no_text_messages_keeps_answers_and_no_request() =>
        Told(Parts((Part.Texts, PartState.Away))).Should().Contain("par SMS n'ont pas encore de réponse").And.Contain("Leurs demandes sont enregistrées").And.Contain("Ils peuvent appeler");

    [Theory]
    [InlineData(1, "1 demande gardée sur ce serveur, pas encore au registre.")]
    [InlineData(2, "2 demandes gardées sur ce serveur, pas encore au registre.")]
    public void What_waits_on_the_disk_is_counted(int count, string words) => PartWords.Kept(count).Should().Be(words);

    /// <summary>All lines of the panel but its head, and the banner of a desk.</summary>
    private static string Told(IReadOnlyList<PartStanding> all)
    {
        var banner = PartWords.Banner(all);
        var lines = new PartsShown("node", all, 0).Troubles.Select(part => PartWords.EffectOf(part, all)).SelectMany(effect => new[] { effect.Citizens, effect.Counsellors });
        return string.Join('\n', [.. lines, banner.Head, banner.Text]);
    }

    private static IReadOnlyList<PartStanding> Parts(params (Part Part, PartState State)[] troubles) =>
        [.. Enum.GetValues<Part>().Select(part => new PartStanding(part, troubles.FirstOrDefault(t => t.Part == part, (Part: part, State: PartState.Works)).State, "test", Now))];
}
