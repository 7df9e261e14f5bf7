using AwesomeAssertions;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Host.Pages;

public sealed class When_a_request_is_told_to_its_citizen
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    public static TheoryData<HandoffState> States => [.. Enum.GetValues<HandoffState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Each_state_has_words_of_its_own(HandoffState state)
    {
        var others = Enum.GetValues<HandoffState>().Where(other => other != state).Select(other => RequestStatus.Of(In(other), null).Title);

        var status = RequestStatus.Of(In(state), null);

        status.Title.Should().NotBeEmpty().And.NotContain(state.ToString());
        others.Should().NotContain(status.Title);
        status.IsOpen.Should().Be(HandoffTransitions.IsOpen(state));
    }

    [Fact]
    public void The_counsellor_is_named_with_quality_and_space() =>
        RequestStatus.Of(In(HandoffState.WithCounsellor), null).Lines.Should().ContainSingle()
            .Which.Should().Contain("Nadia Bertholet, Conseillère France services, France services Boussac");

    [Theory]
    [InlineData(CommitmentKind.CallBack, "rappellera")]
    [InlineData(CommitmentKind.Appointment, "rendez-vous")]
    [InlineData(CommitmentKind.Visit, "espace")]
    [InlineData(CommitmentKind.Letter, "courrier")]
    public void A_promise_says_what_and_when_in_the_time_of_Paris(CommitmentKind kind, string word) =>
        RequestStatus.Of(In(HandoffState.Promised) with { Commitment = kind }, null).Title.Should().Contain(word).And.Contain("mardi 24 novembre à 12\u00a0h\u00a000");

    [Theory]
    [InlineData("974", "à 15\u00a0h\u00a000 (heure de La Réunion)")]
    [InlineData("972", "à 7\u00a0h\u00a000 (heure de Martinique)")]
    [InlineData(null, "à 12\u00a0h\u00a000 (heure de Paris)")]
    public void Who_lives_elsewhere_reads_their_own_time(string? territory, string words)
    {
        RequestStatus.Of(In(HandoffState.Promised) with { Territory = territory }, null).Title.Should().Contain(words);
        RequestStatus.Of(In(HandoffState.Absent) with { Territory = territory }, null).Lines.Should().ContainSingle().Which.Should().Contain(words);
    }

    [Fact]
    public void No_wait_is_made_up() =>
        Waits(null).Should().Contain("Nous ne savons pas encore combien de temps");

    [Theory]
    [InlineData(5, 15, "entre 5 et 15 minutes")]
    [InlineData(0, 3, "moins de 3 minutes")]
    [InlineData(0, 1, "moins d'une minute")]
    [InlineData(180, 240, "plus de 3 heures")]
    public void A_known_wait_is_a_range(int from, int to, string words) => Waits(new WaitRange(from, to)).Should().Contain(words);

    [Theory]
    [InlineData(0, "Aucun conseiller n'est là")]
    [InlineData(1, "Un conseiller est en ligne.")]
    [InlineData(4, "4 conseillers sont en ligne.")]
    public void The_counsellors_on_line_are_counted(int onLine, string words) =>
        RequestStatus.Of(In(HandoffState.Waiting), new QueuePlace(2, null, onLine)).Lines.Should().Contain(line => line.StartsWith(words))
            .And.Contain("Vous êtes à la place 2 dans la file.");

    private static string Waits(WaitRange? wait) => string.Join(' ', RequestStatus.Of(In(HandoffState.Waiting), new QueuePlace(1, wait, 1)).Lines);

    private static HandoffView In(HandoffState state) => new(
        Guid.Empty, "K7PR-2XW-9AD-FM4H", Guid.Empty, state, Noon, "Nadia Bertholet", "Conseillère France services", "France services Boussac",
        CommitmentKind.CallBack, Noon, HandoffTransitions.HasEnded(state) ? Noon : null, Rated: false);
}
