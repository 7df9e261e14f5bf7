using ServiceRouter.Host.Desk;

namespace ServiceRouter.Tests.Host.Desk;

public sealed class When_a_conversation_comes_back_to_the_desk
{
    [Fact]
    public void It_is_in_the_place_of_the_one_that_was_gone_with_what_was_written_for_it()
    {
        var screen = new TalksOnScreen();
        var gone = screen.Take("FS-1");
        screen.Show(gone);
        (gone.Draft, gone.NoteDraft, gone.CloseNote) = ("Vous avez droit", "rappeler la caisse", "reçue");
        gone.Gone = "Cette conversation n'est plus la vôtre.";

        var back = screen.Take("FS-1");

        screen.Shown.Should().BeSameAs(back);
        screen.All.Should().ContainSingle();
        (back.Gone, back.Detail).Should().Be((null, null), "it is read anew");
        (back.Draft, back.NoteDraft, back.CloseNote).Should().Be(("Vous avez droit", "rappeler la caisse", "reçue"));
    }

    [Fact]
    public void Another_one_stays_in_sight()
    {
        var screen = new TalksOnScreen();
        screen.Take("FS-1");
        var other = screen.Take("FS-2");
        screen.Show(other);

        screen.Take("FS-1");

        screen.Shown.Should().BeSameAs(other);
    }
}
