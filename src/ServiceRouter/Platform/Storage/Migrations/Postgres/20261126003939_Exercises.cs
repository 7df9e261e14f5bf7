using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Exercises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_handoff_log_at1",
                table: "handoff_log");

            migrationBuilder.CreateTable(
                name: "exercise_citizens",
                columns: table => new
                {
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    exercise_id = table.Column<Guid>(type: "uuid", nullable: false),
                    drill = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    receipt = table.Column<string>(type: "text", nullable: true),
                    door = table.Column<string>(type: "text", nullable: true),
                    receipt_milliseconds = table.Column<long>(type: "bigint", nullable: true),
                    desk_milliseconds = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exercise_citizens", x => x.conversation_id);
                });

            migrationBuilder.CreateTable(
                name: "exercise_steps",
                columns: table => new
                {
                    exercise_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    drill = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    who = table.Column<string>(type: "text", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    sentence = table.Column<string>(type: "text", nullable: true),
                    took_milliseconds = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exercise_steps", x => new { x.exercise_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "exercises",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    started_by = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    node = table.Column<string>(type: "text", nullable: false),
                    alive_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true),
                    account = table.Column<string>(type: "text", nullable: true),
                    slot = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exercises", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_at1",
                table: "handoff_log",
                column: "at",
                filter: "move = 'Ask' AND actor <> 'exercise'");

            migrationBuilder.CreateIndex(
                name: "ix_exercise_citizens_exercise_id",
                table: "exercise_citizens",
                column: "exercise_id");

            migrationBuilder.CreateIndex(
                name: "ix_exercises_running",
                table: "exercises",
                column: "slot",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_exercises_started_at",
                table: "exercises",
                column: "started_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exercise_citizens");

            migrationBuilder.DropTable(
                name: "exercise_steps");

            migrationBuilder.DropTable(
                name: "exercises");

            migrationBuilder.DropIndex(
                name: "ix_handoff_log_at1",
                table: "handoff_log");

            migrationBuilder.CreateIndex(
                name: "ix_handoff_log_at1",
                table: "handoff_log",
                column: "at",
                filter: "move = 'Ask'");
        }
    }
}
