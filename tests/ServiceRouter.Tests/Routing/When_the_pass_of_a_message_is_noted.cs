using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

/// <summary>A message that comes back to the process that committed it is answered by the pass that its commit asked for (docs/adr/0115).</summary>
public sealed class When_the_pass_of_a_message_is_noted
{
    private readonly NotedPasses noted = new();

    [Fact]
    public void It_is_taken_once_and_a_message_that_comes_again_has_a_pass_of_its_own()
    {
        var (message, pass) = (MassTransit.NewId.NextGuid(), Task.CompletedTask);
        noted.Note(message, pass);

        noted.Take(message).Should().BeSameAs(pass);
        noted.Take(message).Should().BeNull();
    }

    [Fact]
    public void A_message_of_another_process_or_without_an_id_has_none()
    {
        noted.Note(MassTransit.NewId.NextGuid(), Task.CompletedTask);

        noted.Take(MassTransit.NewId.NextGuid()).Should().BeNull();
        noted.Take(null).Should().BeNull();
    }

    [Fact]
    public void Messages_that_never_come_back_are_forgotten_and_the_oldest_first()
    {
        var first = MassTransit.NewId.NextGuid();
        noted.Note(first, Task.CompletedTask);
        var others = Enumerable.Range(0, NotedPasses.Most).Select(_ => MassTransit.NewId.NextGuid()).ToList();

        foreach (var other in others) noted.Note(other, Task.CompletedTask);

        noted.Take(first).Should().BeNull();
        others.Should().OnlyContain(other => noted.Take(other) != null);
    }
}
