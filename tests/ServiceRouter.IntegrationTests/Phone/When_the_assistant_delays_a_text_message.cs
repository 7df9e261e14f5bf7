using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.IntegrationTests.Degraded;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Whoever writes hears no silence: an answer that takes longer than a caller would wait is an answer, and the words are there.</summary>
public sealed class When_the_assistant_delays_a_text_message
{
    // Rules of Connectors/Twilio/TwiML/AskedAgain.
    private static readonly TimeSpan ProviderWaits = TimeSpan.FromSeconds(4.5);

    [Fact]
    public void There_is_time_for_one_part_that_does_not_answer_and_then_for_another_door_before_the_provider_sends_it_again()
    {
        var within = new SmsOptions().AnswerWithin;

        within.Should().BeGreaterThan(new AssistantOptions().TimeLimit).And.BeLessThan(ProviderWaits - new DoorsOptions().DatabaseTimeout);
    }

    [Fact]
    public async Task A_part_that_hangs_ends_in_the_offer_of_a_person_with_the_words_kept()
    {
        using var broken = new BrokenAssistant(AssistantFault.Hangs);
        await using var story = await PhoneStory.StartAsync(broken.Put, "--Assistant:TimeLimit=00:00:02", "--Phone:AnswerWithin=00:00:01");
        await story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "quelle est la couleur du ciel");
        await story.PassUntilAsync(() => story.Network.Messages.At(PhoneStory.Citizen).Count > 0);

        story.Network.Messages.At(PhoneStory.Citizen).Should().Contain(text => text.Body.Contains("Voulez-vous parler à un conseiller"));
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen && a.Text == "quelle est la couleur du ciel"))).Should().Be(1);
    }
}
