using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>
/// What the learnt ear hears of sentences by authors from whom it has learnt nothing: a fifth of the sets is kept from it, five times over. Every other bar is held on sentences that it knows;
/// this one is a forecast (docs/adr/0085).
/// </summary>
public sealed class When_a_set_was_not_learnt
{
    private const int Folds = 5;

    private static readonly Lazy<IReadOnlyList<(HeardKind Kind, Likeness Like)>> Heard = new(HearWhatWasNotLearnt);

    [Fact]
    public void Seven_cries_in_ten_are_heard() => Share(HeardKind.Cry, like => like.Cry >= Listener.LikeCry).Should().BeGreaterThanOrEqualTo(0.7);

    [Fact]
    public void Seven_plain_asks_in_ten_make_the_request() => Share(HeardKind.Ask, like => like.Ask >= Listener.LikeAsk).Should().BeGreaterThanOrEqualTo(0.7);

    [Fact]
    public void What_may_be_an_ask_gets_the_offer() => Share(HeardKind.Hint, like => like.Hint >= Listener.LikeHint).Should().BeGreaterThanOrEqualTo(0.65);

    [Fact]
    public void Of_what_only_has_their_words_little_is_taken_for_a_cry_or_an_ask()
    {
        Share(HeardKind.Neither, like => like.Cry >= Listener.LikeCry).Should().BeLessThanOrEqualTo(0.03);
        Share(HeardKind.Neither, like => like.Ask >= Listener.LikeAsk).Should().BeLessThanOrEqualTo(0.03);
    }

    private static double Share(HeardKind kind, Func<Likeness, bool> heard) =>
        Heard.Value.Where(s => s.Kind == kind).Average(s => heard(s.Like) ? 1.0 : 0.0);

    private static List<(HeardKind Kind, Likeness Like)> HearWhatWasNotLearnt()
    {
        var learnt = new LearntListener();
        var fold = learnt.Heard.Select(s => s.Set).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select((set, i) => (set, i % Folds)).ToDictionary(StringComparer.Ordinal);
        return [.. from kept in Enumerable.Range(0, Folds)
                   let ear = LearntEar.Train([.. learnt.Heard.Where(s => fold[s.Set] != kept)], learnt.Phrases)!
                   from sentence in learnt.Heard
                   where fold[sentence.Set] == kept
                   select (sentence.Kind, ear.Hear(sentence.Text))];
    }
}
