using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PhoneCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "phone_calls",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_turn = table.Column<int>(type: "integer", nullable: false),
                    speaks_slowly = table.Column<bool>(type: "boolean", nullable: false),
                    speed_turn = table.Column<int>(type: "integer", nullable: false),
                    question = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    question_turn = table.Column<int>(type: "integer", nullable: false),
                    question_about = table.Column<string>(type: "text", nullable: true),
                    earlier_conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    told_place = table.Column<int>(type: "integer", nullable: true),
                    told_place_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phone_calls", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_phone_calls_conversation_id",
                table: "phone_calls",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_phone_calls_number",
                table: "phone_calls",
                column: "number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "phone_calls");
        }
    }
}
