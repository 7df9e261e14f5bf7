namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>
/// The hand-over as a formal model (docs/adr/0011): in every order of events within its bounds nothing is lost, doubled or ended by a timer.
/// A model that can only be right proves nothing: without each protection, spin must find the error.
/// </summary>
public sealed class When_the_formal_model_is_checked : IDisposable
{
    private readonly FormalModel model = new();

    [Fact]
    public async Task No_order_of_events_breaks_an_invariant_and_every_statement_is_reached()
    {
        var report = await model.SearchAsync();

        report.Should().Contain("errors: 0").And.NotContain("max search depth too small");
        report.Split('\n').Where(line => line.Contains("handover.pml:", StringComparison.Ordinal)).Should().BeEmpty("a statement that is never reached claims nothing");
        report.Should().Contain("unreached in proctype Desk\n\t(0 of", "the report says what was reached");
    }

    [Theory]
    [InlineData("kept")]
    [InlineData("returned")]
    [InlineData("due")]
    public async Task What_must_happen_in_the_end_does(string formula) =>
        (await model.SearchAsync(formula, broken: null)).Should().Contain("errors: 0").And.NotContain("max search depth too small");

    [Theory]
    [InlineData("NO_FENCE", "assertion violated")]
    [InlineData("NO_DEDUP", "assertion violated (rows==1)")]
    [InlineData("NO_OFFER_ID", "assertion violated")]
    [InlineData("CLOCK_ENDS", "assertion violated")]
    public async Task Without_a_protection_an_invariant_breaks(string missing, string found) =>
        (await model.SearchAsync(missing)).Should().Contain(found).And.Contain("errors: 1");

    [Theory]
    [InlineData("EARLY_RECEIPT", "kept")]
    [InlineData("NO_COPY", "kept")]
    [InlineData("NO_LEASE", "returned")]
    [InlineData("NO_DUE", "due")]
    public async Task Without_a_protection_somebody_waits_for_ever(string missing, string formula) =>
        (await model.SearchAsync(formula, missing)).Should().Contain("acceptance cycle").And.Contain("errors: 1");

    /// <summary>A search that ends before them says nothing of second attempts and second holders.</summary>
    [Theory]
    [InlineData("PROBE=Absent")]
    [InlineData("PROBE=Promised")]
    public async Task Whoever_had_a_date_is_accepted_once_more_within_the_bounds(string probe)
    {
        (await model.SearchAsync(probe)).Should().Contain("assertion violated").And.Contain("errors: 1");
        (await model.SearchAsync("due", probe)).Should().Contain("assertion violated").And.Contain("errors: 1");
    }

    public void Dispose() => model.Dispose();
}
