using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Exercises_stay_sealed
{
    [Fact]
    public void Only_a_played_citizen_takes_parts_away() =>
        SourceFile.Below("src").Where(file => file.Code.Contains("ExerciseScope.Open", StringComparison.Ordinal)).Select(file => file.Path)
            .Should().Equal(["src/ServiceRouter/Exercises/PlayedCitizen.cs"], "no request, message or setting may make a part fail");

    [Fact]
    public void There_is_one_seam_for_each_part() =>
        SourceFile.Below("src").Where(file => file.Path != "src/ServiceRouter/Platform/Faults/ExerciseScope.cs")
            .SelectMany(file => Seam().Matches(file.Code).Select(seam => $"{seam.Groups[1].Value}: {file.Path}")).Order()
            .Should().Equal(
                "Assistant: src/ServiceRouter/Dialogue/AnswerInTime.cs",
                "Broker: src/ServiceRouter/Platform/Bus/BusSender.cs",
                "Database: src/ServiceRouter/Platform/Storage/StorageModule.cs");

    [Fact]
    public void Only_an_exercise_opens_a_conversation_in_the_sealed_territory() =>
        SourceFile.Below("src").Where(file => Entry().IsMatch(file.Code)).Select(file => file.Path)
            .Should().Equal("src/ServiceRouter/Exercises/ExerciseStage.cs");

    [Fact]
    public void Figures_are_counted_outside_exercises()
    {
        var counting = SourceFile.Below("src", "ServiceRouter", "Steering").Where(file => Counting().IsMatch(file.Code)).ToList();

        counting.Should().NotBeEmpty();
        counting.SelectMany(file => Unsealed().Matches(file.Code).Select(found => $"{file.Path}: {found.Value}"))
            .Should().BeEmpty("a figure that counts an exercise is wrong about citizens: begin with OutsideExercises() or Askings()");
    }

    [GeneratedRegex(@"ExerciseScope\.(?:IsAway|ThrowIfAway)\((?:[\w.]*\.)?TakenAway\.(\w+)\)")]
    private static partial Regex Seam();

    [GeneratedRegex(@"Territory = SealedTerritory\.Code,[^;]*\}\);\s*work\.Db\.ExerciseCitizens|new Conversation\s*\{[^;]*SealedTerritory\.Code")]
    private static partial Regex Entry();

    [GeneratedRegex(@"OutsideExercises|Askings\(\)")]
    private static partial Regex Counting();

    // Rows that are looked at one by one, by their id, are no figures.
    [GeneratedRegex(@"\bdb\.(?:Handoffs|Conversations)\.(?!OutsideExercises|Any\b|Where\(h => (?:ids\.Contains|h\.AskedTerritory != SealedTerritory\.Code|h\.EndedAt == null && !db\.HandoffLog))\w+|db\.HandoffLog\.Where\(e => e\.Move == HandoffMove\.Ask(?! && ids)")]
    private static partial Regex Unsealed();
}
