using System.Text;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Exercises;

namespace ServiceRouter.Tests.Host.Exercises;

public sealed class When_an_exercise_is_told
{
    private static readonly ExerciseAccount Whole = new(2, 2, 2, 0, 0, 0, [], 0, []);

    [Fact]
    public void The_spreadsheet_has_the_mark_that_a_French_one_needs() => File(Whole).ToCsv().Should().StartWith(Encoding.UTF8.Preamble.ToArray());

    [Fact]
    public void The_terminal_shows_the_hour_of_the_place()
    {
        using var text = new StringWriter();

        File(Whole).WriteTo(text);

        text.ToString().Should().Contain("10:00:00,0  Usager 1 appuie");
    }

    [Fact]
    public void One_that_was_not_played_to_its_end_lost_nobody() =>
        ExerciseWords.Outcome(Ended(Whole), isBrokenOff: false).Should().Be("L'exercice ne s'est pas déroulé comme prévu");

    [Fact]
    public void One_that_lost_somebody_says_so() =>
        ExerciseWords.Outcome(Ended(Whole with { Served = 1, Missing = ["K7PR-2XW-9AD-FM47"] }), isBrokenOff: false).Should().Be("La promesse n'a pas tenu");

    private static Exercise Ended(ExerciseAccount account)
    {
        var exercise = new Exercise { StartedBy = "responsable1", Node = "a" };
        exercise.End(At, ExerciseOutcome.NotKept, account);
        return exercise;
    }

    private static DateTimeOffset At => new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);

    private static ExerciseFile File(ExerciseAccount account) => new(
        Guid.Empty, ExerciseKind.Broker, "responsable1", At, At, nameof(ExerciseOutcome.Kept), null, account, account.Agrees, [],
        [new ExerciseFile.Line(At, ExerciseKind.Broker, "Usager 1", "appuie", null, null, null, null)])
    {
        AccountNow = account,
    };
}
